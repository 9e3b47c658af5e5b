import type { Conversation, Event, Holder } from '../wire/types';
import { type Place, placeOf } from './stream';

/**
 * Where a conversation stood when everything up to `counted` had happened, told from how it stands now and from its
 * newest events. Null: nothing had opened it. Undefined: the events don't reach back far enough to tell.
 */
export function placeBefore(
  c: Conversation,
  events: readonly Event[],
  hasMore: boolean,
  counted: number,
  me: string,
): Place | null | undefined {
  if (c.last_seq <= counted) return placeOf(c, me);
  const since = events.filter((e) => e.seq > counted);
  const until = events.filter((e) => e.seq <= counted);
  if (since.length === 0 || (until.length === 0 && hasMore && !begins(since))) return undefined;

  const first = since.find((e) => steps(e) !== null);
  if (first?.kind === 'conversation.opened') {
    return first.data.episode === 1 ? null : { key: 'closed', waiting: false, rings: false, order: 0 };
  }
  const step = first ? steps(first) : null;
  const now = placeOf(c, me);
  const key = step ? (step.user?.id === me ? 'mine' : step.team) : now?.key;
  if (key === undefined) return undefined;
  const waiting = waited(until, hasMore);
  if (waiting === undefined) return undefined;
  return { key, waiting: key !== 'closed' && waiting, rings: false, order: 0 };
}

/** Whether the first of these events opens the conversation for the first time: nothing was before them. */
function begins(events: readonly Event[]): boolean {
  const first = events[0];
  return first?.kind === 'conversation.opened' && first.data.episode === 1;
}

/** Who held the conversation before an event that changes the holder; null for every other event. */
function steps(e: Event): Holder | null {
  switch (e.kind) {
    case 'conversation.assigned':
    case 'conversation.escalated':
    case 'conversation.taken_over':
    case 'conversation.closed':
      return e.data.from;
    case 'conversation.opened':
      return e.data.holder;
    default:
      return null;
  }
}

/** Whether the customer waited after these events; undefined where they don't tell. */
function waited(events: readonly Event[], hasMore: boolean): boolean | undefined {
  for (const e of [...events].reverse()) {
    if (e.kind === 'message.received') return true;
    if (e.kind === 'message.sent' && e.data.answers) return false;
    if (e.kind === 'conversation.opened' || e.kind === 'conversation.closed') return false;
  }
  return hasMore ? undefined : false;
}
