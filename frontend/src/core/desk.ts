import type {
  Channels,
  Conversation,
  ConversationPage,
  DraftMode,
  Event,
  HolderTeam,
  Me,
  Preferences,
  PresenceUser,
  SectionKey,
} from '../wire/types';
import type { Api } from './api';
import { Commands } from './commands';
import type { Desk, SendOptions, Setup } from './contract';
import { Drafts } from './drafts';
import { type EntranceOptions, FrontDoor } from './entrance';
import { Ephemeral } from './ephemeral';
import { browserShelf, type Shelf } from './idle';
import { browserDial, type Dial } from './line';
import { WorkplaceLists } from './lists';
import { Live } from './live';
import { Loader } from './loader';
import type { ConnectionState, Key, Lists, Notice, OutboxEntry, QueueView, Section, SessionState, Timeline, TypingNow, WallRow, WorkplaceView } from './model';
import { Outbox } from './outbox';
import { People } from './people';
import { Personal } from './personal';
import type { Session } from './session';
import type { Signals } from './signals';
import { Store } from './store';
import { Timelines } from './timelines';
import type { Vault } from './vault';

export type { Desk } from './contract';

/** What the desk takes from its surroundings; the defaults are the browser's. */
export interface DeskOptions extends EntranceOptions {
  dial?: Dial;
  /** Where unsent preferences outlive the page. */
  shelf?: Shelf;
  random?: () => number;
}

/** The desk behind a door that there is already, through which somebody may have come; else behind one of its own. */
export function createDesk(options: DeskOptions = {}, door: FrontDoor = new FrontDoor(options)): Desk {
  return new TheDesk(options, door);
}

/** Ties the parts of core together: each knows only what it was given, and this class gives it. */
class TheDesk implements Desk {
  readonly #door: FrontDoor;
  readonly #signals: Signals;
  readonly #session: Session;
  readonly #api: Api;
  readonly #timelines: Timelines;
  readonly #people: People;
  readonly #loader: Loader;
  readonly #store: Store;
  readonly #drafts: Drafts;
  readonly #personal: Personal;
  readonly #outbox: Outbox;
  readonly #commands: Commands;
  readonly #live: Live;
  readonly #ephemeral: Ephemeral;
  readonly #lists: WorkplaceLists;
  readonly #vault: Vault;
  readonly #endings: (() => void)[] = [];

  constructor(o: DeskOptions, door: FrontDoor) {
    const { random } = o;
    const { timers } = door;
    this.#door = door;
    this.#signals = door.signals;
    this.#session = door.who;
    this.#api = door.api;
    this.#vault = door.vault;
    this.#timelines = new Timelines(this.#signals);
    this.#people = new People(this.#signals, timers, () => this.#me());
    this.#loader = new Loader({
      api: this.#api,
      timers,
      timelines: this.#timelines,
      random,
      epoch: (epoch) => this.#live.epoch(epoch),
    });
    this.#store = new Store(this.#signals, this.#timelines, this.#people, this.#loader);
    this.#drafts = new Drafts(this.#api, this.#signals, timers);
    this.#loader.use(this.#store, this.#drafts);
    this.#personal = new Personal({ api: this.#api, signals: this.#signals, timers, shelf: o.shelf ?? browserShelf });
    this.#outbox = new Outbox({
      vault: this.#vault,
      api: this.#api,
      store: this.#store,
      signals: this.#signals,
      timers,
      random,
      me: () => this.#me(),
    });
    this.#commands = new Commands(this.#api, this.#store, timers);
    this.#live = new Live({
      url: liveUrl(door.base),
      dial: o.dial ?? browserDial,
      timers,
      random,
      signals: this.#signals,
      session: this.#session,
      store: this.#store,
      people: this.#people,
      welcomed: () => this.#welcomed(),
      heard: (event) => this.#outbox.heard(event),
    });
    this.#ephemeral = new Ephemeral((frame) => this.#live.send(frame), timers);
    this.#lists = new WorkplaceLists(this.#api, this.#signals, timers);
    this.#session.onToken = (token) => this.#live.send({ type: 'token', token });
    this.#session.onUser = (me) => this.#enter(me);
    door.onWake = (gone) => this.#live.wake(gone);
    if (typeof window !== 'undefined') {
      const flush = () => this.#drafts.flush();
      window.addEventListener('pagehide', flush);
      this.#endings.push(() => window.removeEventListener('pagehide', flush));
    }
    const me = this.#session.me();
    if (me !== null) this.#enter(me);
  }

  subscribe(key: Key, listener: () => void): () => void {
    return this.#door.subscribe(key, listener);
  }

  // Session

  session(): SessionState {
    return this.#door.session();
  }
  start(): Promise<void> {
    return this.#door.start();
  }
  login(email: string, password: string): Promise<void> {
    return this.#door.login(email, password);
  }
  setup(setup: Setup): Promise<void> {
    return this.#door.setup(setup);
  }
  async logout(): Promise<void> {
    this.#drafts.flush();
    try {
      await this.#session.logout();
    } finally {
      await this.#vault.wipe();
    }
  }
  unlock(password: string): Promise<void> {
    return this.#session.unlock(password);
  }
  changePassword(current: string, next: string): Promise<void> {
    return this.#session.changePassword(current, next);
  }
  unsentKept(): Promise<number> {
    return this.#door.unsentKept();
  }
  preferences(): Preferences {
    return this.#personal.get();
  }
  setPreferences(change: Preferences): void {
    this.#personal.set(change);
  }
  connection(): ConnectionState {
    return this.#live.connection();
  }

  // Workplaces

  workplaces(): readonly WorkplaceView[] {
    return this.#store.workplaces();
  }
  workplace(w: string): WorkplaceView | undefined {
    return this.#store.workplaces().find((view) => view.workplace.id === w);
  }
  async openWorkplace(w: string): Promise<void> {
    const view = this.workplace(w);
    if (view && !view.loaded) await this.#loader.firstStream(w);
  }
  section(w: string, key: SectionKey): Section {
    return this.#store.section(w, key);
  }
  loadMore(w: string, key: SectionKey): Promise<void> {
    return this.#loader.section(w, key);
  }
  async search(w: string, q: string, cursor?: string): Promise<{ ids: string[]; next: string | null }> {
    const query = new URLSearchParams({ q, ...(cursor === undefined ? {} : { cursor }) });
    const page = await this.#api.get<ConversationPage>(`/workplaces/${encodeURIComponent(w)}/conversations?${query}`);
    this.#store.page(page.conversations);
    return { ids: page.conversations.map((c) => c.id), next: page.next };
  }
  queue(): QueueView {
    return this.#store.queue();
  }
  async openQueue(): Promise<void> {
    if (!this.#store.queue().loaded) await this.#loader.firstQueue();
  }
  notices(): readonly Notice[] {
    return this.#store.notices();
  }
  noticed(id: string): void {
    this.#store.noticed(id);
  }
  wall(): readonly WallRow[] {
    return this.#store.wall();
  }
  everywhere(): readonly string[] {
    return this.#store.everywhere();
  }

  // Conversations

  conversation(id: string): Conversation | undefined {
    return this.#store.conversation(id);
  }
  openConversation(id: string): Promise<void> {
    return this.#loader.open(id);
  }
  timeline(id: string): Timeline {
    return this.#timelines.get(id);
  }
  loadOlder(id: string): Promise<void> {
    return this.#loader.older(id);
  }

  // People

  presence(w: string): ReadonlyMap<string, PresenceUser> {
    return this.#people.presence(w);
  }
  viewers(id: string): readonly string[] {
    return this.#people.viewers(id);
  }
  typing(id: string): readonly TypingNow[] {
    return this.#people.typing(id);
  }
  lists(w: string): Lists {
    return this.#lists.get(w);
  }
  loadLists(w: string): Promise<void> {
    return this.#lists.load(w);
  }
  async webChats(w: string): Promise<readonly string[]> {
    const { channels } = await this.#api.get<Channels>(`/workplaces/${encodeURIComponent(w)}/channels`);
    return channels.filter((channel) => channel.kind === 'web' && channel.active).map((channel) => channel.id);
  }
  viewing(id: string | null): void {
    this.#ephemeral.viewing(id);
  }
  typingIn(id: string, mode: DraftMode): void {
    this.#ephemeral.typing(id, mode);
  }
  present(state: 'online' | 'away'): void {
    this.#ephemeral.present(state);
    this.#signals.emit('away');
  }
  away(): boolean {
    return this.#ephemeral.away();
  }

  // Writing

  draft(id: string, mode: DraftMode): string {
    return this.#drafts.get(id, mode);
  }

  draftKept(id: string, mode: DraftMode): boolean {
    return this.#drafts.kept(id, mode);
  }
  setDraft(id: string, mode: DraftMode, text: string): void {
    this.#drafts.set(id, mode, text);
  }
  outbox(id: string): readonly OutboxEntry[] {
    return this.#outbox.entries(id);
  }
  unsent(): readonly OutboxEntry[] {
    return this.#outbox.all();
  }
  unsaved(): boolean {
    return this.#outbox.busy() || this.#drafts.dirty();
  }
  send(id: string, text: string, options: SendOptions = {}): void {
    const ifSeen = options.ifSeen ?? this.#newest(id);
    this.#outbox.add({ conversation: id, kind: 'message', text, directsAgents: false, ifSeen });
    this.#drafts.set(id, 'reply', '');
    this.#ephemeral.sent(id);
  }
  addNote(id: string, text: string, directsAgents: boolean): void {
    this.#outbox.add({ conversation: id, kind: 'note', text, directsAgents, ifSeen: null });
    this.#drafts.set(id, 'note', '');
    this.#ephemeral.sent(id);
  }
  retry(entry: string): void {
    this.#outbox.retry(entry);
  }
  force(entry: string): void {
    this.#outbox.force(entry);
  }
  discard(entry: string): string {
    return this.#outbox.discard(entry);
  }

  // Commands

  async assign(id: string, to: { team: HolderTeam; user?: string }, note: string): Promise<void> {
    await this.#commands.assign(id, to, note);
  }
  async escalate(id: string, reason: string, note: string, toUser?: string): Promise<void> {
    await this.#commands.escalate(id, reason, note, toUser);
  }
  async acknowledge(id: string): Promise<void> {
    await this.#commands.acknowledge(id);
  }
  async close(id: string, note: string): Promise<void> {
    await this.#commands.close(id, note);
  }
  seen(id: string): void {
    const c = this.#store.conversation(id);
    if (!c || this.workplace(c.workplace)?.role === 'supervisor') return;
    // What I did myself is no news to me, and hides none that came before it.
    const mine = (e: Event) => e.by.user?.id === this.#me();
    const news = this.#timelines.get(id).entries.findLast((e) => e.kind !== 'conversation.seen' && e.kind !== 'message.delivery' && !mine(e));
    if (news) this.#commands.seen(id, news.seq);
  }
  async changeCustomer(customer: string, change: { name?: string; about?: string }): Promise<void> {
    await this.#commands.changeCustomer(customer, change);
  }
  async startConversation(w: string, start: { phone: string; name?: string; text: string; force?: boolean }): Promise<string> {
    return (await this.#commands.start(w, start)).conversation.id;
  }
  async next(): Promise<string | null> {
    return (await this.#commands.next())?.conversation.id ?? null;
  }

  stop(): void {
    this.#drafts.flush();
    this.#loader.clear();
    this.#live.stop();
    this.#outbox.stop();
    this.#door.stop();
    for (const end of this.#endings) end();
  }

  #me(): string {
    return this.#session.me()?.id ?? '';
  }

  /** The newest event of the conversation that could be on the screen. */
  #newest(id: string): number | null {
    return this.#timelines.get(id).entries.at(-1)?.seq ?? this.#store.conversation(id)?.last_seq ?? null;
  }

  #enter(me: Me | null): void {
    if (me === null) {
      this.#live.stop();
      this.#loader.clear();
      this.#outbox.clear();
      this.#drafts.clear();
      this.#personal.leave();
      this.#commands.forget();
      this.#ephemeral.forget();
      this.#signals.emit('away');
      this.#lists.clear();
      this.#store.enter('', []);
      return;
    }
    this.#store.enter(me.id, me.memberships);
    this.#personal.enter(me.id, me.preferences);
    void this.#outbox.restore(me.id);
    for (const { role, workplace } of me.memberships) if (role !== 'agent') void this.openWorkplace(workplace.id);
    if (me.memberships.some(({ role }) => role === 'agent')) void this.openQueue();
    this.#live.start();
  }

  #welcomed(): void {
    this.#ephemeral.again();
    this.#outbox.flush();
    this.#drafts.flush();
    this.#personal.flush();
  }
}

function liveUrl(base: string): string {
  const origin = base === '' && typeof location !== 'undefined' ? location.origin : base;
  return `${origin.replace(/^http/, 'ws')}/api/v1/live`;
}
