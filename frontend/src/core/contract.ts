import type {
  Conversation,
  DraftMode,
  HolderTeam,
  Preferences,
  PresenceUser,
  SectionKey,
} from '../wire/types';
import type {
  ConnectionState,
  Lists,
  Notice,
  OutboxEntry,
  QueueView,
  Section,
  SessionState,
  Subscribable,
  Timeline,
  TypingNow,
  WallRow,
  WorkplaceView,
} from './model';

/** The first account of an empty server, made through the one-time link. */
export interface Setup {
  token: string;
  workplace: { id: string; name: string; timezone: string; language: string };
  user: { name: string; handle: string; email: string; password: string };
}

export interface SendOptions {
  /** The newest seq of the conversation on the author's screen. Left out: the newest that is here. */
  ifSeen?: number;
}

/** What is needed before somebody is in (key `session`). */
export interface Entrance extends Subscribable {
  session(): SessionState;
  /** Signs in through the refresh cookie where there is one. */
  start(): Promise<void>;
  login(email: string, password: string): Promise<void>;
  setup(setup: Setup): Promise<void>;
  /** How much an earlier page of this browser left unsent, whoever wrote it: a number, for nobody is known yet. */
  unsentKept(): Promise<number>;
}

/**
 * Everything the screens need, and the only thing of core that they hold. Reading is synchronous and answers what is
 * here now; what is not here is loaded by the `open…` and `load…` functions, which never throw: their problem stands
 * beside the data. Commands and searches throw a Problem. Whoever reads something subscribes to its key.
 */
export interface Desk extends Entrance {
  // Session
  logout(): Promise<void>;
  /** Whoever is signed in proves it once more: their screen was locked. */
  unlock(password: string): Promise<void>;
  changePassword(current: string, next: string): Promise<void>;

  // What I set for myself, on every device (key `preferences`)
  preferences(): Preferences;
  /** Sets what is given. It holds at once, and is sent as soon as that is possible. */
  setPreferences(change: Preferences): void;

  // Connection (key `connection`)
  connection(): ConnectionState;

  // Workplaces (key `workplaces`), their Activity Streams (`section:W:KEY`), and what is over all of them
  workplaces(): readonly WorkplaceView[];
  workplace(w: string): WorkplaceView | undefined;
  openWorkplace(w: string): Promise<void>;
  section(w: string, key: SectionKey): Section;
  loadMore(w: string, key: SectionKey): Promise<void>;
  search(w: string, q: string, cursor?: string): Promise<{ ids: string[]; next: string | null }>;
  /** An agent's own work (key `queue`). */
  queue(): QueueView;
  openQueue(): Promise<void>;
  /** What others did that concerns me and that I have not looked at, the newest first (key `notices`). */
  notices(): readonly Notice[];
  /** I have looked at the conversation. */
  noticed(id: string): void;
  /** A supervisor's figures, one row a workplace (key `wall`) … */
  wall(): readonly WallRow[];
  /** … and every open conversation that is here: the waiting first, longest first, then the newest (key `wall`). */
  everywhere(): readonly string[];

  // Conversations (key `conversation:ID`) and their history (`timeline:ID`)
  conversation(id: string): Conversation | undefined;
  /** Loads the conversation with its newest events and my drafts. */
  openConversation(id: string): Promise<void>;
  timeline(id: string): Timeline;
  loadOlder(id: string): Promise<void>;

  // People (keys `presence:W`, `viewers:ID`, `typing:ID`, `lists:W`)
  presence(w: string): ReadonlyMap<string, PresenceUser>;
  /** Who else has the conversation on the screen: user ids. */
  viewers(id: string): readonly string[];
  typing(id: string): readonly TypingNow[];
  lists(w: string): Lists;
  loadLists(w: string): Promise<void>;
  /** The web chats where customers can write to the workplace: their channels' ids. Read anew each time. */
  webChats(w: string): Promise<readonly string[]>;

  // Ephemeral: what I look at and do. Call typingIn on every keystroke, core sends it rarely.
  viewing(id: string | null): void;
  typingIn(id: string, mode: DraftMode): void;
  present(state: 'online' | 'away'): void;
  /** Whether I said that I am away (key `away`). */
  away(): boolean;

  // Drafts (key `draft:ID`) and the outbox (`outbox:ID`, and `unsent` for all of it)
  draft(id: string, mode: DraftMode): string;
  setDraft(id: string, mode: DraftMode, text: string): void;
  /** Whether the server keeps the draft as it stands here, so that a reload or another device shows it. */
  draftKept(id: string, mode: DraftMode): boolean;
  outbox(id: string): readonly OutboxEntry[];
  /** Everything that is written and not recorded yet, in whichever conversation. */
  unsent(): readonly OutboxEntry[];
  /** Whether a reload would lose something: a draft that the server does not have, or anything unsent. */
  unsaved(): boolean;
  /** Puts a reply into the outbox, clears the draft, and answers at once. */
  send(id: string, text: string, options?: SendOptions): void;
  addNote(id: string, text: string, directsAgents: boolean): void;
  /** Tries a failed or stale entry again, as it is. */
  retry(entry: string): void;
  /** Sends a crossed reply all the same. */
  force(entry: string): void;
  /** Takes an entry out and answers its text: discard it, or put it back into the composer. */
  discard(entry: string): string;

  // Commands; their events come back like everybody's
  assign(id: string, to: { team: HolderTeam; user?: string }, note: string): Promise<void>;
  escalate(id: string, reason: string, note: string, toUser?: string): Promise<void>;
  acknowledge(id: string): Promise<void>;
  close(id: string, note: string): Promise<void>;
  /** Marks the conversation as read up to its newest event here. */
  seen(id: string): void;
  changeCustomer(customer: string, change: { name?: string; about?: string }): Promise<void>;
  startConversation(w: string, start: { phone: string; name?: string; text: string; force?: boolean }): Promise<string>;
  /** Claims the first of the queue and answers its id; null: nothing waits. */
  next(): Promise<string | null>;

  /** Ends every timer and connection. */
  stop(): void;
}
