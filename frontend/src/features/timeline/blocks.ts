/*
 * From a conversation's events to what is drawn: days, messages that share a header, notes, and events in one line, of
 * which a run of three or more folds. Pure: the same events make the same blocks.
 */
import type { Event, EventKind, EventOf } from '../../wire/types';

export type MessageEvent = EventOf<'message.received'> | EventOf<'message.sent'>;
export type NoteEvent = EventOf<'note.added'>;
/** Everything that is told in one line. */
export type LineEvent = Exclude<Event, MessageEvent | NoteEvent>;

export type Block =
  | { kind: 'new'; key: string }
  | { kind: 'message'; key: string; event: MessageEvent; first: boolean }
  | { kind: 'note'; key: string; event: NoteEvent; directs: boolean }
  | { kind: 'events'; key: string; events: readonly LineEvent[] };

/** A calendar day of the history, in the workplace's zone. */
export interface Day {
  key: string;
  at: string;
  blocks: Block[];
}

/** What happens to something else in the history, and is shown there: not a line of its own. */
const silent: ReadonlySet<EventKind> = new Set<EventKind>(['message.delivery', 'conversation.seen']);

/** Messages of one sender so close together share a header. */
const together = 5 * 60_000;

export interface Options {
  /** A name for the calendar day of a moment, in the workplace's zone. */
  dayOf: (at: string) => string;
  /** The divider stands before this event; null: nothing is new. */
  newFrom: number | null;
}

export function blocks(entries: readonly Event[], options: Options): Day[] {
  const days: Day[] = [];
  let before: MessageEvent | null = null;
  let divided = options.newFrom === null;
  for (const event of entries) {
    if (silent.has(event.kind)) continue;
    const key = options.dayOf(event.at);
    let day = days.at(-1);
    if (day?.key !== key) {
      day = { key, at: event.at, blocks: [] };
      days.push(day);
      before = null;
    }
    if (!divided && options.newFrom !== null && event.seq >= options.newFrom) {
      day.blocks.push({ kind: 'new', key: 'new' });
      divided = true;
      before = null;
    }
    if (isMessage(event)) {
      day.blocks.push({ kind: 'message', key: `e${event.seq}`, event, first: !follows(before, event) });
      before = event;
    } else {
      before = null;
      add(day.blocks, event);
    }
  }
  return days;
}

/** Adds what is no message; an event joins the run that it follows. */
function add(made: Block[], event: Exclude<Event, MessageEvent>): void {
  const last = made.at(-1);
  if (event.kind === 'note.added') made.push({ kind: 'note', key: `e${event.seq}`, event, directs: event.data.directs_agents });
  else if (last?.kind === 'events') made[made.length - 1] = { ...last, events: [...last.events, event] };
  else made.push({ kind: 'events', key: `e${event.seq}`, events: [event] });
}

/** So many events in a row fold to one line. */
export const foldFrom = 3;

export function isMessage(event: Event): event is MessageEvent {
  return event.kind === 'message.received' || event.kind === 'message.sent';
}

function follows(before: MessageEvent | null, event: MessageEvent): boolean {
  if (before === null || before.by.team !== event.by.team || before.by.user?.id !== event.by.user?.id) return false;
  return Date.parse(event.at) - Date.parse(before.at) < together;
}

/** The first of the newest `unread` messages of the customer; null where none is unread. */
export function firstUnread(entries: readonly Event[], unread: number): number | null {
  if (unread <= 0) return null;
  const received = entries.filter((event) => event.kind === 'message.received');
  return received.at(-Math.min(unread, received.length))?.seq ?? null;
}

/** Under which block each colleague's reading stands: the newest one that they have seen. */
export function readers<User>(days: readonly Day[], seen: Iterable<{ user: User; seq: number }>): Map<string, User[]> {
  const made = days.flatMap((day) => day.blocks);
  const places = new Map<string, User[]>();
  for (const { user, seq } of seen) {
    const at = made.findLast((block) => lastSeq(block) <= seq && lastSeq(block) > 0);
    if (at !== undefined) places.set(at.key, [...(places.get(at.key) ?? []), user]);
  }
  return places;
}

/** The newest event in a block; 0 for what is no event. */
function lastSeq(block: Block): number {
  if (block.kind === 'message' || block.kind === 'note') return block.event.seq;
  return block.kind === 'events' ? (block.events.at(-1)?.seq ?? 0) : 0;
}
