/* The episodes of a conversation, read from its history: each begins when it is opened and ends when it is closed. */
import type { Actor, Event } from '../../wire/types';

export interface Episode {
  n: number;
  /** Where it begins in the history. */
  seq: number;
  opened: string;
  closed: string | null;
  by: Actor | null;
}

/** The episodes whose beginning is loaded, newest first. */
export function episodes(entries: readonly Event[]): Episode[] {
  const all: Episode[] = [];
  for (const event of entries) {
    if (event.kind === 'conversation.opened') {
      all.push({ n: event.data.episode, seq: event.seq, opened: event.at, closed: null, by: null });
    } else if (event.kind === 'conversation.closed') {
      const last = all.pop();
      if (last !== undefined) all.push({ ...last, closed: event.at, by: event.by });
    }
  }
  return all.reverse();
}

/** The newest assignment by somebody else since a place in the history: it raced with the one being written. */
export function racedBy(entries: readonly Event[], since: number, me: string) {
  for (const event of entries.toReversed()) {
    if (event.seq <= since) return null;
    if (event.kind === 'conversation.assigned' && event.by.user?.id !== me) return { by: event.by, to: event.data.to, at: event.at, seq: event.seq };
    if (event.kind === 'conversation.taken_over' && event.by.user?.id !== me && event.by.user !== null) {
      return { by: event.by, to: { team: 'staff' as const, user: event.by.user }, at: event.at, seq: event.seq };
    }
  }
  return null;
}
