/*
 * The bridge from core's store, which knows no view library, to what Svelte draws. Each read subscribes to the one key
 * that it depends on, so an event repaints one row and nothing else. The model holds no truth of its own.
 */
import { createSubscriber } from 'svelte/reactivity';
import { reasonName } from '../i18n/words';
import type { Desk } from '../core/contract';
import type {
  ConnectionState,
  Key,
  Lists,
  Notice,
  OutboxEntry,
  QueueView,
  Section,
  SessionState,
  Timeline,
  TypingNow,
  WallRow,
  WorkplaceView,
} from '../core/model';
import type { Conversation, DraftMode, Me, Person, Preferences, PresenceUser, Role, SectionKey } from '../wire/types';

export class Model {
  readonly desk: Desk;
  readonly #subscribers = new Map<Key, () => void>();

  constructor(desk: Desk) {
    this.desk = desk;
  }

  #watch(key: Key): void {
    let subscriber = this.#subscribers.get(key);
    if (subscriber === undefined) {
      subscriber = createSubscriber((update) => this.desk.subscribe(key, update));
      this.#subscribers.set(key, subscriber);
    }
    subscriber();
  }

  get session(): SessionState {
    this.#watch('session');
    return this.desk.session();
  }

  get me(): Me | undefined {
    const session = this.session;
    return session.state === 'signed_in' ? session.me : undefined;
  }

  get preferences(): Preferences {
    this.#watch('preferences');
    return this.desk.preferences();
  }

  get away(): boolean {
    this.#watch('away');
    return this.desk.away();
  }

  get connection(): ConnectionState {
    this.#watch('connection');
    return this.desk.connection();
  }

  get workplaces(): readonly WorkplaceView[] {
    this.#watch('workplaces');
    return this.desk.workplaces();
  }

  workplace(w: string): WorkplaceView | undefined {
    this.#watch('workplaces');
    return this.desk.workplace(w);
  }

  /** The zone that the workplace's times are told in. */
  zone(w: string): string {
    return this.workplace(w)?.workplace.timezone ?? 'UTC';
  }

  role(w: string): Role | undefined {
    return this.workplace(w)?.role;
  }

  section(w: string, key: SectionKey): Section {
    this.#watch(`section:${w}:${key}`);
    return this.desk.section(w, key);
  }

  get queue(): QueueView {
    this.#watch('queue');
    return this.desk.queue();
  }

  get notices(): readonly Notice[] {
    this.#watch('notices');
    return this.desk.notices();
  }

  get wall(): readonly WallRow[] {
    this.#watch('wall');
    return this.desk.wall();
  }

  get everywhere(): readonly string[] {
    this.#watch('wall');
    return this.desk.everywhere();
  }

  conversation(id: string): Conversation | undefined {
    this.#watch(`conversation:${id}`);
    return this.desk.conversation(id);
  }

  timeline(id: string): Timeline {
    this.#watch(`timeline:${id}`);
    return this.desk.timeline(id);
  }

  presence(w: string): ReadonlyMap<string, PresenceUser> {
    this.#watch(`presence:${w}`);
    return this.desk.presence(w);
  }

  viewers(id: string): readonly string[] {
    this.#watch(`viewers:${id}`);
    return this.desk.viewers(id);
  }

  typing(id: string): readonly TypingNow[] {
    this.#watch(`typing:${id}`);
    return this.desk.typing(id);
  }

  lists(w: string): Lists {
    this.#watch(`lists:${w}`);
    return this.desk.lists(w);
  }

  draft(id: string, mode: DraftMode): string {
    this.#watch(`draft:${id}`);
    return this.desk.draft(id, mode);
  }

  draftKept(id: string, mode: DraftMode): boolean {
    this.#watch(`draft:${id}`);
    return this.desk.draftKept(id, mode);
  }

  outbox(id: string): readonly OutboxEntry[] {
    this.#watch(`outbox:${id}`);
    return this.desk.outbox(id);
  }

  get unsent(): readonly OutboxEntry[] {
    this.#watch('unsent');
    return this.desk.unsent();
  }

  /** The members behind ids; somebody unknown here is left out. */
  people(w: string, ids: readonly string[]): Person[] {
    const members = this.lists(w).members;
    return ids.flatMap((id) => members.find((member) => member.id === id) ?? []);
  }

  /** A reason's name; an unknown one keeps its id. */
  reason(w: string, id: string): string {
    const reason = this.lists(w).reasons.find((one) => one.id === id);
    return reason ? reasonName(reason) : id;
  }
}
