import type {
  CommandAnswer,
  Conversation,
  ConversationView,
  Event,
  Membership,
  Queue,
  SectionKey,
  Stream as StreamBody,
} from '../wire/types';
import { apply, isKnown } from './apply';
import { placeBefore } from './before';
import type { Key, Notice, QueueView, Section, WallRow, WorkplaceView } from './model';
import { Notices } from './notices';
import type { People } from './people';
import type { Problem } from './problem';
import { QueueModel } from './queue';
import type { Signals } from './signals';
import { empty, placeOf, sectionKeys, Stream } from './stream';
import type { Timelines } from './timelines';
import { everywhere, wallRow } from './wall';
import { WorkplaceState } from './workplace';

/** What the store can't know by itself, and asks for. */
export interface Needs {
  /** A conversation that is counted or should be listed, but not here: with its newest events. */
  conversation(id: string): void;
  /** A snapshot that has become wrong or was overtaken. */
  stream(workplace: string): void;
  queue(): void;
}

/**
 * The desk's model: snapshots, and every event since. It promises that a snapshot with the events that follow it is what
 * a fresh snapshot would be, whatever order they come in, and it is told everything: by the socket, by answers to
 * commands, by pages. It asks nobody but through Needs.
 */
export class Store {
  #me = '';
  #workplaces = new Map<string, WorkplaceState>();
  #conversations = new Map<string, Conversation>();
  /** Conversations that are being fetched, and their events that nothing counts yet. */
  #pending = new Map<string, { workplace: string; events: Event[] }>();
  /** Conversations that were read again because they were older than this snapshot. */
  #reread = new Map<string, number>();
  #queue: QueueModel;
  #notices = new Notices();
  #skipped = 0;
  /** What was read last of what is made of everything; null: something changed since. */
  #read: { workplaces: WorkplaceView[] | null; wall: WallRow[] | null; everywhere: string[] | null } = nothingRead();
  readonly #signals: Signals;
  readonly #timelines: Timelines;
  readonly #people: People;
  readonly #needs: Needs;

  constructor(signals: Signals, timelines: Timelines, people: People, needs: Needs) {
    this.#signals = signals;
    this.#timelines = timelines;
    this.#people = people;
    this.#needs = needs;
    this.#queue = new QueueModel();
  }

  /** Begins anew for a user; what was there of another one is gone. */
  enter(me: string, memberships: readonly Membership[]): void {
    if (me !== this.#me) {
      for (const w of [...this.#workplaces.keys()]) this.leave(w);
      this.#queue.clear();
      this.#notices = new Notices();
      this.#conversations.clear();
      this.#pending.clear();
      this.#reread.clear();
      for (const id of [...this.#timelines.ids()]) this.#timelines.delete(id);
      this.#people.forget();
      this.#me = me;
    }
    const ids = new Set(memberships.map((m) => m.workplace.id));
    for (const w of [...this.#workplaces.keys()]) if (!ids.has(w)) this.leave(w);
    for (const membership of memberships) {
      const known = this.#workplaces.get(membership.workplace.id);
      if (known) known.membership = membership;
      else this.#workplaces.set(membership.workplace.id, new WorkplaceState(membership));
    }
    this.#tell('workplaces', 'wall', 'queue', 'notices');
  }

  /** Not a member any more: nothing of the workplace stays. */
  leave(w: string): void {
    if (!this.#workplaces.delete(w)) return;
    for (const c of [...this.#conversations.values()]) if (c.workplace === w) this.#drop(c.id);
    this.#notices.drop((notice) => notice.workplace === w);
    this.#tell('workplaces', 'wall', 'notices', ...sectionKeys.map((key) => `section:${w}:${key}` as const));
  }

  // Reading

  conversation(id: string): Conversation | undefined {
    return this.#conversations.get(id);
  }

  section(w: string, key: SectionKey): Section {
    return this.#workplaces.get(w)?.stream?.section(key) ?? empty(key);
  }

  workplaces(): WorkplaceView[] {
    this.#read.workplaces ??= [...this.#workplaces.values()].map((w) => w.view());
    return this.#read.workplaces;
  }

  queue(): QueueView {
    return this.#queue.view();
  }

  notices(): readonly Notice[] {
    return this.#notices.list();
  }

  /** The reader has looked at the conversation. */
  noticed(conversation: string): void {
    if (this.#notices.drop((notice) => notice.conversation === conversation)) this.#tell('notices');
  }

  wall(): WallRow[] {
    this.#read.wall ??= [...this.#workplaces.values()]
      .filter((w) => w.stream !== null)
      .map((w) => wallRow(w.membership.workplace, (key) => this.section(w.id, key), this.#conversations.values()));
    return this.#read.wall;
  }

  everywhere(): string[] {
    this.#read.everywhere ??= everywhere(this.#conversations.values());
    return this.#read.everywhere;
  }

  /** Where each workplace's events stand; null: not known, so from now. */
  positions(): Record<string, number | null> {
    return Object.fromEntries([...this.#workplaces].map(([id, w]) => [id, w.seq]));
  }

  skipped(): number {
    return this.#skipped;
  }

  // Snapshots

  /** A snapshot of the workplace is on its way. */
  loading(id: string): void {
    const w = this.#workplaces.get(id);
    if (!w) return;
    w.loading = true;
    w.problem = null;
    this.#tell('workplaces');
  }

  failed(id: string, problem: Problem): void {
    const w = this.#workplaces.get(id);
    if (!w) return;
    w.loading = false;
    w.problem = problem;
    this.#tell('workplaces');
  }

  snapshot(id: string, body: StreamBody): void {
    const w = this.#workplaces.get(id);
    if (!w) return;
    if (w.overtaken(body.seq)) return this.#needs.stream(id);
    const listed = new Set(body.sections.flatMap((s) => s.conversations.map((c) => c.id)));
    // What is here and newer than the snapshot would be counted twice, or not at all, when the events since are told. What
    // is older than the first one may lack what happened in between.
    const unsure = w.hole || w.snapshot === 0;
    for (const c of [...this.#conversations.values()]) {
      if (c.workplace === id && !listed.has(c.id) && (unsure || c.last_seq > body.seq)) this.#distrust(w, c.id);
    }
    w.stream = new Stream(body.sections, this.#me);
    for (const c of body.sections.flatMap((s) => s.conversations)) this.#keep(c);
    for (const c of this.#conversations.values()) {
      const place = c.workplace === id && !listed.has(c.id) ? placeOf(c, this.#me) : null;
      if (place) w.stream.list(c.id, place);
    }
    this.#arrived(w, body.seq);
    this.#tell(...sectionKeys.map((key) => `section:${id}:${key}` as const), 'wall');
  }

  queueSnapshot(body: Queue): void {
    const mine = Object.entries(body.seqs).flatMap(([id, seq]) => {
      const w = this.#workplaces.get(id);
      return w ? [{ w, seq }] : [];
    });
    if (mine.some(({ w, seq }) => w.overtaken(seq))) return this.#needs.queue();
    const alone = mine.filter(({ w }) => w.stream === null);
    for (const { w } of alone) {
      if (!w.hole && w.snapshot > 0) continue; // as with a stream's snapshot
      for (const c of [...this.#conversations.values()]) if (c.workplace === w.id) this.#distrust(w, c.id);
    }
    this.#queue.reset(mine.map(({ w }) => w.id));
    for (const c of [...body.mine, ...body.may_reply, ...body.waiting]) this.refresh(c, [], true);
    for (const c of this.#conversations.values()) this.#queue.update(c, this.#me);
    for (const { w, seq } of alone) this.#arrived(w, seq);
    this.#tell('queue');
  }

  queueFailed(problem: Problem): void {
    this.#queue.failed(problem);
    this.#tell('queue');
  }

  /** The socket tells everything after this seq, which nothing that is here has to follow. */
  begin(id: string, seq: number): void {
    const w = this.#workplaces.get(id);
    if (!w) return;
    const behind = w.snapshot < seq && (w.stream !== null || this.#queue.covers(id));
    w.begin(seq);
    if (behind) this.#reload(w);
  }

  /** What came up to the seq will never be told: everything of the workplace has to be read anew. */
  resync(id: string, seq: number): void {
    const w = this.#workplaces.get(id);
    if (!w) return;
    w.begin(seq);
    this.#reload(w);
  }

  #reload(w: WorkplaceState): void {
    const { id } = w;
    w.hole = true;
    const ids = [...this.#conversations.values()].filter((c) => c.workplace === id).map((c) => c.id);
    for (const conversation of this.#timelines.distrust(ids)) this.#needs.conversation(conversation);
    if (w.stream) this.#needs.stream(id);
    if (this.#queue.covers(id)) this.#needs.queue();
  }

  // Events

  /**
   * Takes events as they come from the socket. What was here already is skipped; at a hole it stops and answers false:
   * the rest has to be asked for again.
   */
  receive(events: readonly Event[]): boolean {
    let whole = true;
    for (const e of events) {
      const w = this.#workplaces.get(e.workplace);
      const taken = w?.take(e) ?? null;
      if (taken === false) whole = false;
      if (!w || !taken) continue;
      this.#timelines.add(e);
      this.#people.heard(e);
      if (!isKnown(e)) this.#skipped++;
      this.#notice(w, e);
      this.#fold(w, e);
    }
    return whole;
  }

  /** An answer to a command: its events may come before or after the socket's. */
  answered(answer: CommandAnswer): void {
    for (const e of answer.events) this.#timelines.add(e);
    this.refresh(answer.conversation, answer.events, true);
  }

  /**
   * A conversation as it was read just now. The events with it tell what was counted before. Where it is older than the
   * snapshot, something may have happened in between that nobody tells: it is read again.
   */
  read(view: ConversationView): void {
    const { id, workplace } = view.conversation;
    const w = this.#workplaces.get(workplace);
    if (w && view.seq < w.snapshot && this.#reread.get(id) !== w.snapshot) {
      this.#reread.set(id, w.snapshot); // once: a log that was restored is behind until its new epoch is heard of
      return this.#needs.conversation(id);
    }
    this.refresh(view.conversation, view.events, view.has_more);
  }

  /** Conversations of a page or a search. */
  page(conversations: readonly Conversation[]): void {
    for (const c of conversations) this.refresh(c, [], true);
  }

  append(w: string, key: SectionKey, conversations: readonly Conversation[], next: string | null): void {
    this.page(conversations);
    this.#workplaces.get(w)?.stream?.append(key, conversations.map((c) => this.#conversations.get(c.id) ?? c), next, this.#me);
    this.#tell(`section:${w}:${key}`);
  }

  loadingSection(w: string, key: SectionKey, loading: boolean): void {
    this.#workplaces.get(w)?.stream?.loading(key, loading);
    this.#tell(`section:${w}:${key}`);
  }

  /** Takes a conversation that was read outside of the events' order. */
  refresh(c: Conversation, events: readonly Event[], hasMore: boolean): void {
    const w = this.#workplaces.get(c.workplace);
    if (!w) return;
    const before = this.#conversations.get(c.id);
    if (before) {
      this.#pending.delete(c.id);
      const inside = (w.seq ?? 0) >= w.snapshot;
      if (c.last_seq > before.last_seq && inside) this.#step(w, before, c);
      return;
    }
    const pending = this.#pending.get(c.id)?.events;
    const counted = (pending?.[0]?.seq ?? w.counted + 1) - 1;
    const was = w.stream ? placeBefore(c, events, hasMore, counted, this.#me) : null;
    if (was === undefined) {
      // Too much happened since it was counted: its newest events don't tell what it was. Without any, they may.
      if (events.length === 0) this.#ask(w, c.id);
      else this.#needs.stream(c.workplace);
      return;
    }
    this.#pending.delete(c.id);
    this.#conversations.set(c.id, c);
    const place = placeOf(c, this.#me);
    const changed = c.last_seq > counted ? w.stream?.move(c.id, was, place) : place && w.stream?.list(c.id, place);
    this.#changed(c, changed ?? []);
    for (const e of pending ?? []) this.#fold(w, e);
  }

  /** The conversation can't be read any more. */
  missing(id: string): void {
    this.#pending.delete(id);
  }

  #fold(w: WorkplaceState, e: Event): void {
    const before = this.#conversations.get(e.conversation);
    if (before) {
      if (e.seq <= before.last_seq) return;
      const after = apply(before, e, w.reader(this.#me)) ?? before;
      if (e.seq > w.snapshot) this.#step(w, before, after);
      else this.#keep(after);
      return;
    }
    if (e.seq <= w.snapshot || !this.#matters(w, e)) return;
    if (e.kind === 'conversation.opened' && e.data.episode === 1) {
      const opened = apply(undefined, e, w.reader(this.#me));
      if (opened) this.#step(w, undefined, opened);
      return;
    }
    this.#ask(w, e.conversation, e);
  }

  /** Tells the reader of what concerns them; what they are told of has to be here. */
  #notice(w: WorkplaceState, e: Event): void {
    const conversation = this.#conversations.get(e.conversation);
    if (!this.#notices.heard(e, { me: this.#me, role: w.membership.role, conversation })) return;
    this.#tell('notices');
    const told = this.#notices.list().some((notice) => notice.conversation === e.conversation);
    if (told && !conversation && !this.#pending.has(e.conversation)) this.#ask(w, e.conversation);
  }

  /** Keeps the events of a conversation that is not here, and has it fetched. */
  #ask(w: WorkplaceState, id: string, ...events: Event[]): void {
    const pending = this.#pending.get(id);
    if (pending) {
      pending.events.push(...events);
      return;
    }
    this.#pending.set(id, { workplace: w.id, events });
    this.#needs.conversation(id);
  }

  /** Whether an event of a conversation that is not here changes a count, a list, the queue or what somebody reads. */
  #matters(w: WorkplaceState, e: Event): boolean {
    if (this.#pending.has(e.conversation) || this.#timelines.has(e.conversation)) return true;
    return (w.stream !== null && counting.has(e.kind)) || this.#queue.gets(e, this.#me);
  }

  #tell(...keys: Key[]): void {
    if (keys.includes('workplaces')) this.#read.workplaces = null;
    if (keys.includes('wall')) this.#read.wall = this.#read.everywhere = null;
    this.#signals.emit(...keys);
  }

  #step(w: WorkplaceState, before: Conversation | undefined, after: Conversation): void {
    this.#conversations.set(after.id, after);
    this.#changed(after, w.stream?.move(after.id, placeOf(before, this.#me), placeOf(after, this.#me)) ?? []);
  }

  #keep(c: Conversation): void {
    this.#conversations.set(c.id, c);
    this.#changed(c, []);
  }

  #changed(c: Conversation, sections: readonly SectionKey[]): void {
    this.#tell(`conversation:${c.id}`, 'wall', ...sections.map((key) => `section:${c.workplace}:${key}` as const));
    if (this.#queue.update(c, this.#me)) this.#tell('queue');
  }

  #drop(id: string): void {
    this.#conversations.delete(id);
    this.#timelines.delete(id);
    this.#queue.remove(id);
    this.#tell(`conversation:${id}`, 'wall');
  }

  /** Forgets a conversation whose state is not sure; where somebody looks at it, it is read anew. */
  #distrust(w: WorkplaceState, id: string): void {
    this.#conversations.delete(id);
    this.#queue.remove(id);
    if (this.#signals.watched(`conversation:${id}`)) this.#ask(w, id);
  }

  /** The snapshot is in place: what happened after it while it was on its way is told again. */
  #arrived(w: WorkplaceState, seq: number): void {
    for (const pending of this.#pending.values()) if (pending.workplace === w.id) pending.events = [];
    for (const e of w.arrived(seq)) this.#fold(w, e);
    this.#tell('workplaces');
  }
}

/** The kinds of events that change the counts of sections. */
const counting: ReadonlySet<string> = new Set([
  'message.received', 'message.sent', 'conversation.opened', 'conversation.closed', 'conversation.assigned', 'conversation.escalated', 'conversation.taken_over',
]);

function nothingRead(): { workplaces: null; wall: null; everywhere: null } {
  return { workplaces: null, wall: null, everywhere: null };
}
