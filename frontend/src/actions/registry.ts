import { m } from '../i18n/generated/messages.js';
import type { Action, Context } from './action';
import { isField, isSingle, notation, Pairs, type Press, reserved, shown } from './keys';

/** A person's own keys, by action: instead of those that it comes with. */
export type OwnKeys = Readonly<Record<string, readonly string[]>>;

/** Who answers to which key. */
interface Keyboard {
  own: OwnKeys;
  byKeys: ReadonlyMap<string, Action>;
  byAction: ReadonlyMap<Action, readonly string[]>;
  /** The first keys of pairs. */
  firsts: ReadonlySet<string>;
}

const none: OwnKeys = {};

/** All actions by id, and who answers to which key. Two actions that come with one key are a mistake, refused at once. */
export class Registry {
  readonly all: readonly Action[];
  readonly #byID = new Map<string, Action>();
  readonly #pairs = new Pairs();
  readonly #own: () => OwnKeys;
  #keyboard: Keyboard;

  constructor(actions: readonly Action[], own: () => OwnKeys = () => none) {
    this.all = actions;
    this.#own = own;
    for (const action of actions) {
      if (this.#byID.has(action.id)) throw new Error(`two actions are called ${action.id}`);
      this.#byID.set(action.id, action);
    }
    this.#keyboard = layOut(actions, none, (why) => {
      throw new Error(why);
    });
  }

  action(id: string): Action {
    const action = this.#byID.get(id);
    if (action === undefined) throw new Error(`there is no action ${id}`);
    return action;
  }

  /** The keys that an action answers to now. */
  keys(action: Action): readonly string[] {
    return this.#now().byAction.get(action) ?? [];
  }

  /** The first of them as it is written on the keyboard. */
  hint(action: Action): string | undefined {
    const [first] = this.keys(action);
    return first && shown(first, m.help_then());
  }

  /** What stands in the way of giving these keys to an action: another action that has them, or the browser. */
  taken(keys: string, by: Action): Action | 'browser' | null {
    if (keys.split(' ').some(reserved)) return 'browser';
    for (const [other, action] of this.#now().byKeys) {
      if (action !== by && (other === keys || other.startsWith(`${keys} `) || keys.startsWith(`${other} `))) return action;
    }
    return null;
  }

  /** Whether a key is the first of a pair, so that another is waited for. */
  begins(keys: string): boolean {
    return this.#now().firsts.has(keys);
  }

  /** The action that a press stands for, if any. `singles`: single keys are switched on. */
  read(press: Press, focused: Element | null, singles: boolean, at: number): Action | null {
    const keys = notation(press);
    if (keys === null) return null;
    const field = isField(focused);
    if ((field || !singles) && isSingle(keys)) return null;
    const { byKeys, firsts } = this.#now();
    for (const candidate of this.#pairs.read(keys, at)) {
      const action = byKeys.get(candidate);
      if (action !== undefined && (!field || action.inFields === true)) return action;
    }
    if (firsts.has(keys)) this.#pairs.begin(keys, at);
    return null;
  }

  /** Does it, unless it can't be done; answers whether it was the screen's business. */
  run(action: Action, context: Context): boolean {
    const enabled = action.enabled(context);
    if (enabled === null) return false;
    if (enabled !== true) {
      context.stage.say(enabled);
      return true;
    }
    Promise.resolve(action.run(context)).catch((thrown: unknown) => context.stage.report(thrown));
    return true;
  }

  #now(): Keyboard {
    const own = this.#own();
    // A key that somebody chose under another build may be an action's own by now: the choice stands, the action goes without.
    if (own !== this.#keyboard.own) this.#keyboard = layOut(this.all, own, () => {});
    return this.#keyboard;
  }
}

/** Gives everybody their keys; what a person chose comes first. Whatever is claimed twice is told and not given again. */
function layOut(actions: readonly Action[], own: OwnKeys, twice: (why: string) => void): Keyboard {
  const byKeys = new Map<string, Action>();
  const byAction = new Map<Action, string[]>();
  const firsts = new Set<string>();
  const claim = (keys: string, action: Action) => {
    const [first = '', second] = keys.split(' ');
    const other = byKeys.get(keys);
    if (other !== undefined) return twice(`${action.id} and ${other.id} both claim ${keys}`);
    if (firsts.has(keys) || (second !== undefined && byKeys.has(first))) return twice(`${first} begins a pair and stands alone too`);
    byKeys.set(keys, action);
    byAction.set(action, [...(byAction.get(action) ?? []), keys]);
    if (second !== undefined) firsts.add(first);
  };
  const chosen = (action: Action) => Object.hasOwn(own, action.id);
  for (const action of actions.filter(chosen)) for (const keys of own[action.id] ?? []) claim(keys, action);
  for (const action of actions.filter((each) => !chosen(each))) for (const keys of action.keys ?? []) claim(keys, action);
  return { own, byKeys, byAction, firsts };
}
