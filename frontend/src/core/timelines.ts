import type { Event, Person } from '../wire/types';
import { advances } from './apply';
import type { Delivery, Timeline } from './model';
import type { Problem } from './problem';
import type { Signals } from './signals';

/** So many histories stay in memory beside those that somebody looks at. */
const kept = 40;

const nothing: Timeline = {
  entries: [],
  hasMore: false,
  loading: false,
  loaded: false,
  problem: null,
  deliveries: new Map(),
  seen: new Map(),
};

/**
 * The loaded histories. An entry has its place by its seq, wherever it comes from: a page, the socket, or the answer to
 * a command, in whatever order and however often.
 */
export class Timelines {
  #all = new Map<string, Timeline>();
  /** What the next page replaces, because events were missed since it was loaded; and the events that came since. */
  #unsure = new Map<string, Event[]>();
  readonly #signals: Signals;

  constructor(signals: Signals) {
    this.#signals = signals;
  }

  get(id: string): Timeline {
    return this.#all.get(id) ?? nothing;
  }

  /** A page is on its way: what happens from here on is kept. */
  loading(id: string): void {
    this.#set(id, { ...this.get(id), loading: true, problem: null });
    this.#forget(id);
  }

  failed(id: string, problem: Problem): void {
    this.#set(id, { ...this.get(id), loading: false, problem });
  }

  /** The newest page came. Where it does not reach what was loaded before, that is let go: a history has no holes. */
  newest(id: string, events: readonly Event[], hasMore: boolean): void {
    const before = this.get(id);
    const first = events[0]?.seq ?? 0;
    const since = this.#unsure.get(id);
    const loaded = since ?? before.entries;
    const meets = !since && before.loaded && loaded.some((e) => e.seq <= first) && loaded.some((e) => e.seq >= first);
    const entries = meets ? loaded : loaded.filter((e) => e.seq >= first);
    this.#unsure.delete(id);
    this.#set(id, {
      ...before,
      ...folded(merged(entries, events)),
      hasMore: meets ? before.hasMore : hasMore,
      loading: false,
      loaded: true,
    });
  }

  /** A page of older entries came. */
  older(id: string, events: readonly Event[], hasMore: boolean): void {
    const before = this.get(id);
    this.#set(id, { ...before, ...folded(merged(before.entries, events)), hasMore, loading: false });
  }

  /** Something happened, as the socket or an answer tells. */
  add(event: Event): void {
    const before = this.#all.get(event.conversation);
    if (!before) return;
    this.#unsure.get(event.conversation)?.push(event);
    this.#set(event.conversation, { ...before, ...folded(merged(before.entries, [event])) });
  }

  /** After a hole in the events nothing of these conversations is sure; answers those that somebody looks at. */
  distrust(ids: Iterable<string>): string[] {
    const watched: string[] = [];
    for (const id of ids) {
      if (!this.#all.has(id)) continue;
      if (this.#signals.watched(`timeline:${id}`)) {
        watched.push(id);
        this.#unsure.set(id, []);
      } else {
        this.#all.delete(id);
      }
    }
    return watched;
  }

  has(id: string): boolean {
    return this.#all.has(id);
  }

  ids(): IterableIterator<string> {
    return this.#all.keys();
  }

  delete(id: string): void {
    if (this.#all.delete(id)) this.#signals.emit(`timeline:${id}`);
  }

  #set(id: string, timeline: Timeline): void {
    this.#all.delete(id);
    this.#all.set(id, timeline);
    this.#signals.emit(`timeline:${id}`);
  }

  /** Lets the longest unused go that nobody looks at. */
  #forget(except: string): void {
    for (const id of [...this.#all.keys()].slice(0, Math.max(0, this.#all.size - kept))) {
      if (id !== except && !this.#signals.watched(`timeline:${id}`)) this.#all.delete(id);
    }
  }
}

function merged(entries: readonly Event[], more: readonly Event[]): Event[] {
  const last = entries.at(-1)?.seq ?? 0;
  if (more.every((e, i) => e.seq > (more[i - 1]?.seq ?? last))) return [...entries, ...more];
  const bySeq = new Map([...more, ...entries].map((e) => [e.seq, e]));
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

function folded(entries: readonly Event[]): Pick<Timeline, 'entries' | 'deliveries' | 'seen'> {
  const deliveries = new Map<string, Delivery>();
  const seen = new Map<string, { user: Person; seq: number; at: string }>();
  const redacted = new Set<string>();
  for (const e of entries) {
    if (e.kind === 'message.delivery' && advances(deliveries.get(e.data.message)?.state, e.data.state)) deliveries.set(e.data.message, { state: e.data.state, error: e.data.error ?? null });
    if (e.kind === 'conversation.seen' && e.by.user) seen.set(e.by.user.id, { user: e.by.user, seq: e.data.seq, at: e.at });
    if (e.kind === 'text.redacted') redacted.add(e.data.message ?? e.data.note ?? '');
  }
  return { entries: redacted.size === 0 ? entries : entries.map((e) => withoutText(e, redacted)), deliveries, seen };
}

/** A redaction reaches what is on the screens too. */
function withoutText(e: Event, redacted: ReadonlySet<string>): Event {
  switch (e.kind) {
    case 'message.received':
      return redacted.has(e.data.message) && e.data.text !== '' ? { ...e, data: { ...e.data, text: '' } } : e;
    case 'message.sent':
      return redacted.has(e.data.message) && e.data.text !== '' ? { ...e, data: { ...e.data, text: '' } } : e;
    case 'note.added':
      return redacted.has(e.data.note) && e.data.text !== '' ? { ...e, data: { ...e.data, text: '' } } : e;
    default:
      return e;
  }
}
