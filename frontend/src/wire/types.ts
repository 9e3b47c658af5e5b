// The public contract as types: HTTP bodies, events and the live sockets' frames, under the names that the Go structs in
// backend/wire have. This file imports nothing and holds no behaviour.

export type Team = 'customer' | 'lara' | 'agents' | 'staff' | 'supervisor' | 'system';
export type HolderTeam = 'lara' | 'agents' | 'staff';
export type Role = 'admin' | 'staff' | 'agent' | 'supervisor';
export type SectionKey = 'mine' | 'staff' | 'agents' | 'lara' | 'closed';
export type Status = 'open' | 'closed';
export type ChannelKind = 'web' | 'twilio';
export type DraftMode = 'reply' | 'note';
export type PresenceState = 'online' | 'away' | 'offline';
export type DeliveryState = 'sent' | 'unconfirmed' | 'delivered' | 'failed' | 'suppressed';
export type OpenCause = 'customer' | 'staff' | 'agents' | 'missed_call';
export type AssignCause =
  | 'assign'
  | 'claim'
  | 'reply'
  | 'next'
  | 'take_back'
  | 'left'
  | 'absent'
  | 'service_off'
  | 'lara_off';

/** Every stable code that a problem can carry. */
export type ProblemCode =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'held_by_other'
  | 'agents_locked_out'
  | 'already_with_staff'
  | 'not_with_office'
  | 'no_escalation'
  | 'already_closed'
  | 'crossed_reply'
  | 'too_large'
  | 'note_required'
  | 'reason_required'
  | 'invalid_reason'
  | 'invalid_assignee'
  | 'empty_message'
  | 'message_too_long'
  | 'opted_out'
  | 'idempotency_mismatch'
  | 'invalid'
  | 'rate_limited'
  | 'unavailable';

export interface Person {
  id: string;
  name: string;
  handle: string;
}

export interface Actor {
  team: Team;
  user: Person | null;
}

export interface Holder {
  team: HolderTeam;
  user: Person | null;
}

export interface Customer {
  id: string;
  name: string;
  phone: string;
  language: string;
  about: string;
}

export interface Channel {
  id: string;
  kind: ChannelKind;
}

export interface TakenOver {
  by: Actor;
  at: string;
}

export interface Escalation {
  reason: string;
  by: Actor;
  at: string;
  team: HolderTeam;
  acknowledged_by: Actor | null;
}

export interface LastMessage {
  from: 'customer' | 'lara' | 'agents' | 'staff';
  message: string;
  text: string;
  at: string;
  seq: number;
}

export type Directed = 'all' | string[];

/** A conversation as one reader sees it: `unread` is theirs. */
export interface Conversation {
  id: string;
  workplace: string;
  customer: Customer;
  channel: Channel;
  status: Status;
  holder: Holder;
  held_since: string;
  taken_over: TakenOver | null;
  agents_may_reply: boolean;
  directed: Directed;
  escalation: Escalation | null;
  waiting_since: string | null;
  last_message: LastMessage | null;
  opted_out: boolean;
  episode: number;
  last_seq: number;
  unread: number;
  take_back_agent: string | null;
}

export interface Attachment {
  id: string;
  name: string;
  type: string;
  size: number;
  state: string;
}

/** What each kind of event says. */
export interface EventData {
  'conversation.opened': { episode: number; customer: Customer; channel: Channel; holder: Holder; cause: OpenCause };
  'message.received': { message: string; text: string; attachments: Attachment[]; language?: string };
  'message.sent': { message: string; text: string; attachments: Attachment[]; answers: boolean; broadcast?: string };
  'message.delivery': { message: string; state: DeliveryState; error?: string };
  'note.added': { note: string; text: string; mentions: string[]; directs_agents: boolean };
  'conversation.assigned': { from: Holder; to: Holder; note?: string; cause: AssignCause };
  'conversation.escalated': { from: Holder; to: Holder; reason: string; note: string | null };
  'escalation.acknowledged': { reason: string };
  'conversation.taken_over': { from: Holder; to: Holder };
  'agents.directed': { note: string; agents: Directed };
  'conversation.seen': { seq: number; unread: number };
  'conversation.closed': { from: Holder; note?: string };
  'customer.opted_out': { channel: string };
  'customer.opted_in': { channel: string };
  'customer.updated': { customer: Customer };
  'text.redacted': { message?: string; note?: string; reason: string };
}

export type EventKind = keyof EventData;

/** One thing that happened, in its workplace's order, of the kind K. */
export interface EventOf<K extends EventKind> {
  workplace: string;
  seq: number;
  conversation: string;
  kind: K;
  at: string;
  by: Actor;
  data: EventData[K];
}

/** One thing that happened; `kind` tells the shape of `data`. */
export type Event = { [K in EventKind]: EventOf<K> }[EventKind];

export interface Workplace {
  id: string;
  name: string;
  language: string;
  timezone: string;
  agents_service: boolean;
  message_limit: number;
}

export interface Membership {
  workplace: Workplace;
  role: Role;
}

export interface Me {
  id: string;
  name: string;
  handle: string;
  email: string;
  memberships: Membership[];
}

export interface Login {
  access_token: string;
  token_type: 'Bearer';
  expires_in: number;
  user: Person;
}

export interface StreamSection {
  key: SectionKey;
  count: number;
  unanswered: number;
  conversations: Conversation[];
  next: string | null;
}

export interface Stream {
  epoch: string;
  seq: number;
  sections: StreamSection[];
}

export interface ConversationPage {
  conversations: Conversation[];
  next: string | null;
}

/** What the reader began to write; null: nothing. */
export interface Drafts {
  reply: string | null;
  note: string | null;
}

export interface ConversationView {
  conversation: Conversation;
  events: Event[];
  has_more: boolean;
  drafts: Drafts;
}

/** A page further back in a conversation, oldest first. */
export interface OlderEvents {
  events: Event[];
  has_more: boolean;
  next: string | null;
}

export interface CommandAnswer {
  conversation: Conversation;
  events: Event[];
}

export interface Queue {
  mine: Conversation[];
  waiting: Conversation[];
  seqs: Record<string, number>;
}

export interface Member {
  id: string;
  name: string;
  handle: string;
  email: string;
  role: Role;
  active: boolean;
}

export interface Reason {
  id: string;
  name: string;
  active: boolean;
}

export interface QuickResponse {
  id: string;
  shortcut: string;
  text: string;
}

export interface ProblemBody {
  code: ProblemCode;
  status: number;
  title: string;
  detail: string;
  holder?: Holder;
  last_seq?: number;
  missed?: Event[];
  conversation?: Conversation;
}

// The live socket: what the client sends …

export interface HelloFrame {
  type: 'hello';
  token: string;
  since?: Record<string, number | null>;
  epoch?: string;
}
export interface TokenFrame {
  type: 'token';
  token: string;
}
export interface ViewingFrame {
  type: 'viewing';
  conversation: string | null;
}
export interface TypingInFrame {
  type: 'typing';
  conversation: string;
  note?: boolean;
}
export interface PresenceInFrame {
  type: 'presence';
  state: 'online' | 'away';
}
export type ClientFrame = HelloFrame | TokenFrame | ViewingFrame | TypingInFrame | PresenceInFrame;

// … and what the server sends.

export interface WelcomeFrame {
  type: 'welcome';
  session: string;
  epoch: string;
  build: string;
  user: Person;
  workplaces: Record<string, { seq: number }>;
  ping_seconds: number;
}
export interface EventsFrame {
  type: 'events';
  events: Event[];
}
export interface ResyncFrame {
  type: 'resync';
  workplace: string;
  seq: number;
}
export interface PresenceUser {
  id: string;
  state: PresenceState;
  viewing: string | null;
  last_seen_at: string | null;
}
export interface PresenceFrame {
  type: 'presence';
  workplace: string;
  users: PresenceUser[];
}
export interface TypingFrame {
  type: 'typing';
  workplace: string;
  conversation: string;
  user: Person | null;
  note?: boolean;
}
export interface HeartbeatFrame {
  type: 'heartbeat';
  seqs: Record<string, number>;
  build: string;
}
export interface LeftFrame {
  type: 'left';
  workplace: string;
}
/** What the user is in a workplace from now on; events after `seq` follow. */
export interface RoleFrame {
  type: 'role';
  workplace: string;
  role: Role;
  seq: number;
}
export interface ErrorFrame {
  type: 'error';
  code: string;
  detail: string;
}
export type ServerFrame =
  | WelcomeFrame
  | EventsFrame
  | ResyncFrame
  | PresenceFrame
  | TypingFrame
  | HeartbeatFrame
  | LeftFrame
  | RoleFrame
  | ErrorFrame;

// The customer's side.

export interface ChatMessage {
  seq: number;
  message: string;
  from: 'customer' | 'business';
  text: string;
  attachments: Attachment[];
  at: string;
}
export interface ChatSession {
  token: string;
  conversation: string;
}
export interface ChatWelcomeFrame {
  type: 'welcome';
  epoch: string;
  build: string;
  seq: number;
  ping_seconds: number;
}
export interface ChatMessagesFrame {
  type: 'messages';
  messages: ChatMessage[];
}
export interface ChatHeartbeatFrame {
  type: 'heartbeat';
  seq: number;
  build: string;
}
export type ChatServerFrame =
  | ChatWelcomeFrame
  | ChatMessagesFrame
  | { type: 'typing' }
  | { type: 'resync'; seq: number }
  | ChatHeartbeatFrame
  | ErrorFrame;
