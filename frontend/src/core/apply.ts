import type {
  Actor,
  Conversation,
  DeliveryState,
  Event,
  EventData,
  EventKind,
  EventOf,
  Holder,
  LastMessage,
} from '../wire/types';

/** For whom a conversation is folded: `unread` is theirs, and whether agents may reply hangs on the workplace. */
export interface Reader {
  user: string;
  agentsService: boolean;
}

const kinds: Record<EventKind, true> = {
  'conversation.opened': true,
  'message.received': true,
  'message.sent': true,
  'message.delivery': true,
  'note.added': true,
  'conversation.assigned': true,
  'conversation.escalated': true,
  'escalation.acknowledged': true,
  'conversation.taken_over': true,
  'agents.directed': true,
  'conversation.seen': true,
  'conversation.closed': true,
  'customer.opted_out': true,
  'customer.opted_in': true,
  'customer.updated': true,
  'text.redacted': true,
};

/** Whether this page knows the event's kind. A newer server may send others: they move last_seq and nothing else. */
export function isKnown(event: Event): boolean {
  return Object.hasOwn(kinds, event.kind);
}

/**
 * The conversation as the event leaves it: the twin of the server's Evolve on the public shape. It is total, changes
 * nothing that it was given, and answers undefined only where the event's conversation is not known and the event does
 * not open it.
 */
export function apply(before: Conversation | undefined, event: Event, reader: Reader): Conversation | undefined {
  if (before === undefined) {
    if (event.kind !== 'conversation.opened') return undefined;
    return withAbilities(open(blank(event), event), reader);
  }
  const next: Conversation = { ...before, last_seq: event.seq };
  if (!isKnown(event)) return next;
  if (touches(event)) next.take_back_agent = null;
  return withAbilities(fold(next, event, reader), reader);
}

function fold(c: Conversation, e: Event, reader: Reader): Conversation {
  switch (e.kind) {
    case 'conversation.opened':
      return open(c, e);
    case 'message.received':
      return receive(c, e);
    case 'message.sent':
      return send(c, e);
    case 'conversation.assigned': {
      const held = hold(c, e.data.to, e.at);
      const claimed = e.data.to.user !== null && e.data.to.user.id === e.by.user?.id;
      return claimed ? acknowledge(held, e.by) : held;
    }
    case 'conversation.escalated':
      return escalate(c, e);
    case 'escalation.acknowledged':
      return acknowledge(c, e.by);
    case 'conversation.taken_over':
      return { ...hold(c, e.data.to, e.at), taken_over: { by: e.by, at: e.at } };
    case 'agents.directed':
      return { ...c, directed: direct(c, e.data) };
    case 'conversation.seen':
      return e.by.user?.id === reader.user ? { ...c, unread: e.data.unread } : c;
    case 'conversation.closed':
      return {
        ...hold(c, { team: 'lara', user: null }, e.at),
        status: 'closed',
        escalation: null,
        waiting_since: null,
      };
    case 'customer.opted_out':
      return { ...c, opted_out: true };
    case 'customer.opted_in':
      return { ...c, opted_out: false };
    case 'customer.updated':
      return { ...c, customer: e.data.customer };
    case 'text.redacted':
      return redact(c, e);
    case 'message.delivery':
      return deliver(c, e);
    case 'note.added':
      return c;
    default:
      return assertNever(e);
  }
}

/** A conversation in which nothing has happened yet. */
function blank(e: EventOf<'conversation.opened'>): Conversation {
  return {
    id: e.conversation,
    workplace: e.workplace,
    customer: e.data.customer,
    channel: e.data.channel,
    status: 'open',
    holder: e.data.holder,
    held_since: e.at,
    taken_over: null,
    agents_may_reply: false,
    directed: [],
    escalation: null,
    waiting_since: null,
    last_message: null,
    opted_out: false,
    episode: 0,
    last_seq: e.seq,
    unread: 0,
    take_back_agent: null,
  };
}

function open(c: Conversation, e: EventOf<'conversation.opened'>): Conversation {
  return {
    ...c,
    customer: e.data.customer,
    channel: e.data.channel,
    status: 'open',
    episode: e.data.episode,
    holder: e.data.holder,
    held_since: e.at,
    taken_over: e.data.cause === 'staff' ? { by: e.by, at: e.at } : null,
    directed: [],
    escalation: null,
    take_back_agent: null,
  };
}

function receive(c: Conversation, e: EventOf<'message.received'>): Conversation {
  const language = e.data.language ?? '';
  return {
    ...c,
    customer: language === '' ? c.customer : { ...c.customer, language },
    unread: c.unread + 1,
    waiting_since: c.waiting_since ?? e.at,
    last_message: lastMessage('customer', e),
  };
}

function send(c: Conversation, e: EventOf<'message.sent'>): Conversation {
  const answered: Conversation = {
    ...c,
    waiting_since: e.data.answers ? null : c.waiting_since,
    directed: e.by.team === 'staff' ? [] : c.directed,
  };
  const from = e.by.team === 'lara' || e.by.team === 'agents' ? e.by.team : 'staff';
  return acknowledge({ ...answered, last_message: lastMessage(from, e) }, e.by);
}

function lastMessage(from: LastMessage['from'], e: EventOf<'message.received'> | EventOf<'message.sent'>): LastMessage {
  return { from, message: e.data.message, text: e.data.text, at: e.at, seq: e.seq, delivery: null };
}

const steps: Record<DeliveryState, number> = { unconfirmed: 1, sent: 2, delivered: 3, failed: 4, suppressed: 5 };

/** Whether a delivery gets further by this state: it only moves forward, and what is final stays. */
export function advances(from: DeliveryState | undefined, to: DeliveryState): boolean {
  const step = from === undefined ? 0 : steps[from];
  return step < steps.delivered && step < steps[to];
}

function deliver(c: Conversation, e: EventOf<'message.delivery'>): Conversation {
  const last = c.last_message;
  const { message, state, error } = e.data;
  if (last === null || last.message !== message || last.from === 'customer' || !advances(last.delivery?.state, state)) return c;
  return { ...c, last_message: { ...last, delivery: { state, error: error ?? '' } } };
}

function escalate(c: Conversation, e: EventOf<'conversation.escalated'>): Conversation {
  const { from, to, reason } = e.data;
  let held = c;
  if (!sameHolder(from, to)) {
    held = { ...hold(c, to, e.at), take_back_agent: e.by.team === 'agents' ? (e.by.user?.id ?? null) : null };
  }
  return { ...held, escalation: { reason, by: e.by, at: e.at, team: to.team, acknowledged_by: null } };
}

/** An open alarm stops when a member of the team that it went to deals with it. */
function acknowledge(c: Conversation, by: Actor): Conversation {
  const alarm = c.escalation;
  if (alarm === null || alarm.acknowledged_by !== null || alarm.team !== by.team) return c;
  return { ...c, escalation: { ...alarm, acknowledged_by: by } };
}

function direct(c: Conversation, data: EventData['agents.directed']): Conversation['directed'] {
  if (c.directed === 'all' || data.agents === 'all') return 'all';
  return [...new Set([...c.directed, ...data.agents])].sort();
}

function redact(c: Conversation, e: EventOf<'text.redacted'>): Conversation {
  if (c.last_message === null || c.last_message.message !== e.data.message) return c;
  return { ...c, last_message: { ...c.last_message, text: '' } };
}

/**
 * Gives the conversation to a holder. Leaving the office ends a take-over, every direction and the chance to fetch it
 * back; leaving the team that an escalation went to ends the escalation.
 */
function hold(c: Conversation, to: Holder, at: string): Conversation {
  const held = sameHolder(c.holder, to) ? c : { ...c, holder: to, held_since: at };
  const away = to.team !== 'staff';
  return {
    ...held,
    taken_over: away ? null : held.taken_over,
    directed: away ? [] : held.directed,
    take_back_agent: away ? null : held.take_back_agent,
    escalation: held.escalation?.team === to.team ? held.escalation : null,
  };
}

/** Whether the office deals with the conversation: then the agent who escalated it can't fetch it back any more. */
function touches(e: Event): boolean {
  switch (e.kind) {
    case 'note.added':
    case 'conversation.assigned':
    case 'escalation.acknowledged':
    case 'conversation.taken_over':
    case 'message.sent':
      return e.by.team === 'staff';
    default:
      return false;
  }
}

function withAbilities(c: Conversation, reader: Reader): Conversation {
  const withOffice = c.status === 'open' && c.holder.team === 'staff';
  return { ...c, agents_may_reply: reader.agentsService && (!withOffice || c.directed === 'all') };
}

/** Whether both are the same team's queue, or the same person of a team. */
export function sameHolder(a: Holder, b: Holder): boolean {
  return a.team === b.team && a.user?.id === b.user?.id;
}

function assertNever(_event: never): never {
  throw new Error('an event of a known kind that no rule folds');
}
