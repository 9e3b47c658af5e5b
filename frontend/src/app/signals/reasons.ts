/* What is worth a signal: the reasons there are just now, and which of them are new. */
import type { Notice, NoticeKind } from '../../core/model';
import type { Conversation, Role } from '../../wire/types';

export type Kind = 'message' | 'escalation' | NoticeKind;

export interface Reason {
  /** The same as long as it is the same reason: a second message is another one. */
  readonly key: string;
  readonly kind: Kind;
  readonly conversation: string;
  readonly workplace: string;
  /** It is told again and again until somebody reacts. */
  readonly urgent: boolean;
}

/** The reason for escalating that rings until somebody acknowledges it. */
const ringing = 'urgent_emergency';

const teamOf: Record<Role, string | null> = { admin: 'staff', staff: 'staff', agent: 'agents', supervisor: null };

/** Why somebody should look at a conversation as it stands. Gone once it was answered or acknowledged, or is somebody else's. */
export function reasonsFor(c: Conversation, me: string, role: Role): readonly Reason[] {
  if (c.status !== 'open') return [];
  const reasons: Reason[] = [];
  const add = (kind: Kind, mark: string | number, urgent = false) => reasons.push(reason(kind, c.id, c.workplace, mark, urgent));
  const alarm = c.escalation;
  if (alarm !== null && alarm.acknowledged_by === null && alarm.team === teamOf[role]) add('escalation', alarm.at, alarm.reason === ringing);
  if (c.holder.user?.id === me && c.waiting_since !== null && c.last_message?.from === 'customer') add('message', c.last_message.seq);
  return reasons;
}

/** What I am told of is a reason until I have looked at it. */
export function reasonOf({ kind, conversation, workplace, event }: Notice): Reason {
  return reason(kind, conversation, workplace, event.seq, false);
}

function reason(kind: Kind, conversation: string, workplace: string, mark: string | number, urgent: boolean): Reason {
  return { key: `${kind}:${conversation}:${mark}`, kind, conversation, workplace, urgent };
}

/**
 * Tells what is new. What a workplace comes with when it is loaded is no news: whoever signs in is not rung up for
 * everything that waits.
 */
export class Watch {
  #known = new Set<string>();
  #loaded = new Set<string>();

  /** The reasons that were not there at the look before. `loaded`: the workplaces that are here. */
  look(now: readonly Reason[], loaded: readonly string[]): readonly Reason[] {
    const fresh = now.filter((reason) => !this.#known.has(reason.key) && this.#loaded.has(reason.workplace));
    this.#known = new Set(now.map((reason) => reason.key));
    this.#loaded = new Set(loaded);
    return fresh;
  }
}

/** How long what is not urgent rests before it is shown outside of the page: somebody may answer meanwhile. */
const restMs = 10_000;

/** Holds back what is new for a moment; what is no reason any more by then is never shown. */
export class Rest {
  #due = new Map<string, number>();

  add(fresh: readonly Reason[], at: number): void {
    for (const { key, urgent } of fresh) this.#due.set(key, urgent ? at : at + restMs);
  }

  /** The reasons that have rested, once each. `now`: those that there are. */
  take(now: readonly Reason[], at: number): readonly Reason[] {
    const rested = now.filter(({ key }) => (this.#due.get(key) ?? Infinity) <= at);
    const here = new Set(now.map(({ key }) => key));
    for (const key of [...this.#due.keys()]) if (!here.has(key)) this.#due.delete(key);
    for (const { key } of rested) this.#due.delete(key);
    return rested;
  }
}

/** When a sound may be heard: seldom, and for what is urgent again and again. */
export class Rhythm {
  #last = -Infinity;
  #urgent = -Infinity;

  /** Whether to play now. `urgent`: something urgent is still without a reaction. */
  beat(at: number, fresh: boolean, urgent: boolean): boolean {
    const again = urgent && at - this.#urgent >= repeatMs;
    if (!urgent) this.#urgent = -Infinity;
    if (!(fresh || again) || at - this.#last < pauseMs) return false;
    this.#last = at;
    if (urgent) this.#urgent = at;
    return true;
  }
}

const pauseMs = 3_000;
const repeatMs = 20_000;

/** Counts what is to be said until it may be said: one sentence a section, not more than one round in five seconds. */
export class Batch<K> {
  #counts = new Map<K, number>();
  #said = -Infinity;

  add(key: K): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** What to say now, and nothing where it is too soon. */
  take(at: number): readonly (readonly [K, number])[] {
    if (this.#counts.size === 0 || at - this.#said < batchMs) return [];
    const counts = [...this.#counts];
    this.#counts.clear();
    this.#said = at;
    return counts;
  }
}

const batchMs = 5_000;
