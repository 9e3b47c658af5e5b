import type { Action, Context } from './action';
import { isField, isSingle, notation, Pairs, type Press } from './keys';

/** All actions by id, and who answers to which key. Two actions that claim one key are a mistake, refused at once. */
export class Registry {
  readonly all: readonly Action[];
  readonly #byID = new Map<string, Action>();
  readonly #byKeys = new Map<string, Action>();
  readonly #firsts = new Set<string>();
  readonly #pairs = new Pairs();

  constructor(actions: readonly Action[]) {
    this.all = actions;
    for (const action of actions) {
      if (this.#byID.has(action.id)) throw new Error(`two actions are called ${action.id}`);
      this.#byID.set(action.id, action);
      for (const keys of action.keys ?? []) this.#claim(keys, action);
    }
    for (const first of this.#firsts) {
      if (this.#byKeys.has(first)) throw new Error(`${first} begins a pair and stands alone too`);
    }
  }

  #claim(keys: string, action: Action): void {
    const other = this.#byKeys.get(keys);
    if (other !== undefined) throw new Error(`${action.id} and ${other.id} both claim ${keys}`);
    this.#byKeys.set(keys, action);
    const [first, second] = keys.split(' ');
    if (first !== undefined && second !== undefined) this.#firsts.add(first);
  }

  action(id: string): Action {
    const action = this.#byID.get(id);
    if (action === undefined) throw new Error(`there is no action ${id}`);
    return action;
  }

  /** The action that a press stands for, if any. `singles`: single keys are switched on. */
  read(press: Press, focused: Element | null, singles: boolean, at: number): Action | null {
    const keys = notation(press);
    if (keys === null) return null;
    const field = isField(focused);
    if ((field || !singles) && isSingle(keys)) return null;
    for (const candidate of this.#pairs.read(keys, at)) {
      const action = this.#byKeys.get(candidate);
      if (action !== undefined && (!field || action.inFields === true)) return action;
    }
    if (this.#firsts.has(keys)) this.#pairs.begin(keys, at);
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
}
