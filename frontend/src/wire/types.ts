import type { components } from './api.gen';

// The public contract under the names that the Go structs have. Everything here comes from the server's own description
// (api.gen.ts); this file only gives it short names, and holds no behaviour.

type Schemas = components['schemas'];

export type Person = Schemas['Person'];
export type Actor = Schemas['Actor'];
export type Team = Actor['team'];
export type Holder = Schemas['Holder'];
export type HolderTeam = Holder['team'];
export type Customer = Schemas['Customer'];
export type Channel = Schemas['Channel'];
export type ChannelKind = Channel['kind'];
export type TakenOver = Schemas['TakenOver'];
export type Escalation = Schemas['Escalation'];
export type LastMessage = Schemas['LastMessage'];
export type Directed = Schemas['Directed'];
/** A conversation as one reader sees it: `unread` is theirs. */
export type Conversation = Schemas['Conversation'];
export type Status = Conversation['status'];
export type Attachment = Schemas['Attachment'];

/** One thing that happened; `kind` tells the shape of `data`. */
export type Event = Schemas['Event'];
export type EventKind = Event['kind'];
/** One thing of the kind K that happened. */
export type EventOf<K extends EventKind> = Extract<Event, { kind: K }>;
/** What each kind of event says. */
export type EventData = { [K in EventKind]: EventOf<K>['data'] };
export type OpenCause = EventData['conversation.opened']['cause'];
export type AssignCause = EventData['conversation.assigned']['cause'];
export type DeliveryState = EventData['message.delivery']['state'];

export type Workplace = Schemas['Workplace'];
export type Membership = Schemas['Membership'];
export type Role = Membership['role'];
export type Me = Schemas['Me'];
export type Preferences = Schemas['Preferences'];
export type FilterWord = Schemas['SavedFilter']['words'][number];
export type Login = Schemas['Login'];

export type Stream = Schemas['Stream'];
export type StreamSection = Schemas['StreamSection'];
export type SectionKey = StreamSection['key'];
export type ConversationPage = Schemas['ConversationPage'];
export type ConversationView = Schemas['ConversationView'];
export type Drafts = Schemas['Drafts'];
export type DraftMode = keyof Drafts;
export type OlderEvents = Schemas['OlderEvents'];
export type CommandAnswer = Schemas['CommandAnswer'];
export type Queue = Schemas['Queue'];
export type Member = Schemas['Member'];
export type Members = Schemas['Members'];
export type Reason = Schemas['Reason'];
export type Reasons = Schemas['Reasons'];
export type Channels = Schemas['Channels'];
export type QuickResponse = Schemas['QuickResponse'];
export type QuickResponses = Schemas['QuickResponses'];
export type SetUp = Schemas['SetUp'];

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
export type ProblemBody = Omit<Schemas['Problem'], 'code'> & { code: ProblemCode };

// The live socket.
export type HelloFrame = Schemas['Hello'];
export type TypingFrame = Schemas['Typing'];
export type PresenceUser = Schemas['PresenceUser'];
export type PresenceState = PresenceUser['state'];
export type ClientFrame = Schemas['ClientFrame'];
export type ServerFrame = Schemas['ServerFrame'];

// The customer's side.
export type ChatMessage = Schemas['ChatMessage'];
export type ChatMessages = Schemas['ChatMessages'];
export type ChatMessageSent = Schemas['ChatMessageSent'];
export type ChatSession = Schemas['ChatSession'];
export type ChatServerFrame = Schemas['ChatServerFrame'];
