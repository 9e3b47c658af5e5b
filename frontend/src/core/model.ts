import type {
  Conversation,
  DeliveryState,
  DraftMode,
  Event,
  Me,
  Member,
  Person,
  PresenceUser,
  QuickResponse,
  Reason,
  SectionKey,
  Workplace,
  Role,
} from '../wire/types';
import type { Problem } from './problem';

// The shapes that screens read. Whatever core hands out is never changed afterwards: a change makes a new object, so a
// screen may compare by identity.

/** What a screen can be told of: the narrowest thing that changed. */
export type Key =
  | 'session'
  | 'connection'
  | 'preferences'
  | 'away'
  | 'workplaces'
  | 'queue'
  | 'notices'
  | 'wall'
  | `conversation:${string}`
  | `timeline:${string}`
  | `section:${string}:${SectionKey}`
  | `presence:${string}`
  | `viewers:${string}`
  | `typing:${string}`
  | `outbox:${string}`
  | 'unsent'
  | `draft:${string}`
  | `lists:${string}`;

/** Tells a listener about one key until the returned function is called. */
export interface Subscribable {
  subscribe(key: Key, listener: () => void): () => void;
}

export type SessionState =
  | { state: 'starting' }
  /** The page is here and the server can't be reached: who is signed in is not known yet, and it is tried again. */
  | { state: 'unreachable' }
  | { state: 'signed_out'; problem: Problem | null }
  | { state: 'signed_in'; me: Me };

/**
 * How far the screen is behind the server. connecting: a connection is being made · offline: there is none, another try
 * follows · catching_up: there is one, and events are still to come. `since` is when the outage, or its end, began.
 */
export interface ConnectionState {
  state: 'connecting' | 'live' | 'catching_up' | 'offline';
  since: number;
  /** How many events the server has that are not here yet, as far as is known. */
  behind: number;
  /** When something last came from the server. */
  heardAt: number | null;
  /** Events of kinds that this page does not know: the server is newer than the page. */
  skipped: number;
  /** The server's build differs from the one that this page began with. */
  stale: boolean;
}

/** One workplace of mine. `loaded` tells that its Activity Stream is here. */
export interface WorkplaceView {
  workplace: Workplace;
  role: Role;
  loaded: boolean;
  loading: boolean;
  problem: Problem | null;
}

/** One section of an Activity Stream: the loaded part, newest first. `next` is null where everything is loaded. */
export interface Section {
  key: SectionKey;
  ids: readonly string[];
  count: number;
  unanswered: number;
  next: string | null;
  loading: boolean;
}

/** How far an outbound message got. */
export interface Delivery {
  state: DeliveryState;
  error: string | null;
}

/** The loaded part of a conversation's history, oldest first. */
export interface Timeline {
  entries: readonly Event[];
  /** Older entries exist that are not loaded. */
  hasMore: boolean;
  loading: boolean;
  /** The first page has come. */
  loaded: boolean;
  problem: Problem | null;
  /** By message id. */
  deliveries: ReadonlyMap<string, Delivery>;
  /** How far each colleague has read, by user id. */
  seen: ReadonlyMap<string, { user: Person; seq: number; at: string }>;
}

export interface QueueView {
  loaded: boolean;
  problem: Problem | null;
  mine: readonly string[];
  /** What the office holds and directs me to answer. */
  mayReply: readonly string[];
  waiting: readonly string[];
}

/**
 * lost: a conversation of mine went to somebody else, or was closed · given: one was given to me · directed: the office
 * lets me answer · mentioned: by a note · noted: a note in a conversation of mine
 */
export type NoticeKind = 'lost' | 'given' | 'directed' | 'mentioned' | 'noted';

/** What somebody else did that concerns me, and that I have not looked at yet. */
export interface Notice {
  conversation: string;
  workplace: string;
  kind: NoticeKind;
  event: Event;
}

/** What somebody watches over all their workplaces. */
export interface WallRow {
  workplace: Workplace;
  open: number;
  waiting: number;
  /** The first unanswered message of the one who waits longest; null while nobody waits. */
  longestWait: string | null;
  /** Escalations that nobody has acknowledged. */
  alarms: number;
}

export interface TypingNow {
  /** Null: the customer. */
  user: Person | null;
  note: boolean;
}

export interface Lists {
  members: readonly Member[];
  reasons: readonly Reason[];
  quickResponses: readonly QuickResponse[];
}

/** A message or note that is not recorded yet. It is an entry of its own, never a made-up event. */
export interface OutboxEntry {
  /** The idempotency key too. */
  id: string;
  workplace: string;
  conversation: string;
  kind: 'message' | 'note';
  text: string;
  directsAgents: boolean;
  ifSeen: number | null;
  force: boolean;
  at: number;
  /**
   * queued: waits for its predecessor or the network · sending · crossed: held, somebody else acted meanwhile (`missed`,
   * or took the conversation: `problem`) · stale: offline for so long that the author is asked first · failed: refused,
   * `problem` says why
   */
  state: 'queued' | 'sending' | 'crossed' | 'stale' | 'failed';
  problem: Problem | null;
  missed: readonly Event[];
}

export type { Conversation, DraftMode, Event, PresenceUser };
