/* Events in words: one short line each. */
import { list } from '../../i18n/format';
import { m } from '../../i18n/generated/messages.js';
import { actorName, holderName } from '../../i18n/words';
import type { EventOf, Person } from '../../wire/types';
import type { IconName } from '../../ui/Icon.svelte';
import type { LineEvent } from './blocks';

/** What the words need beside the event. */
export interface Names {
  reason: (id: string) => string;
  people: (ids: readonly string[]) => Person[];
}

export function sentence(event: LineEvent, names: Names): string {
  const who = actorName(event.by);
  switch (event.kind) {
    case 'conversation.opened':
      if (event.data.cause === 'missed_call') return m.event_opened_call();
      return event.data.cause === 'customer' ? m.event_opened_customer() : m.event_opened_by({ who });
    case 'conversation.assigned':
      return assigned(event, who);
    case 'conversation.escalated':
      return escalated(event, who, names);
    case 'escalation.acknowledged':
      return m.event_acknowledged({ who, reason: names.reason(event.data.reason) });
    case 'conversation.taken_over':
      return m.event_taken_over({ who, from: holderName(event.data.from) });
    case 'agents.directed':
      if (event.data.agents === 'all') return m.event_directed_all({ who });
      return m.event_directed({ who, agents: list(names.people(event.data.agents).map((person) => person.name)) });
    case 'conversation.seen':
      return m.event_seen({ who });
    case 'conversation.closed':
      return event.by.team === 'system' ? m.event_closed_idle() : m.event_closed({ who });
    case 'customer.opted_out':
      return m.event_opted_out();
    case 'customer.opted_in':
      return m.event_opted_in();
    case 'customer.updated':
      return m.event_customer_updated({ who, name: event.data.customer.name });
    case 'text.redacted':
      return m.event_redacted({ who, reason: event.data.reason });
    case 'message.delivery':
      return m.delivery_sent();
    default:
      return newer(event);
  }
}

/** A kind that a newer server knows: skipped by core, so this is for the compiler and for the worst case. */
function newer(_: never): string {
  return m.event_unknown();
}

function assigned(event: EventOf<'conversation.assigned'>, who: string): string {
  const [from, to] = [holderName(event.data.from), holderName(event.data.to)];
  switch (event.data.cause) {
    case 'assign':
      return m.event_assigned({ who, from, to });
    case 'claim':
    case 'reply':
    case 'next':
      return m.event_claimed({ who, from });
    case 'take_back':
      return m.event_took_back({ who, from });
    case 'left':
      return m.event_returned_left({ from, to });
    case 'absent':
      return m.event_returned_absent({ from, to });
    case 'service_off':
      return m.event_service_off({ to });
    case 'lara_off':
      return m.event_lara_off({ to });
  }
}

function escalated(event: EventOf<'conversation.escalated'>, who: string, names: Names): string {
  const reason = names.reason(event.data.reason);
  if (event.by.team !== 'lara') return m.event_escalated({ who, to: holderName(event.data.to), reason });
  // An alarm that moves nothing has no note.
  if (event.data.note === null) return m.event_alarm({ reason });
  return m.event_lara_handed_over({ to: holderName(event.data.to), reason });
}

/** What a line's icon says before the words do. */
export function lineIcon(event: LineEvent): IconName {
  switch (event.kind) {
    case 'conversation.assigned':
      return 'forward';
    case 'conversation.escalated':
      return 'siren';
    case 'escalation.acknowledged':
      return 'check';
    case 'conversation.taken_over':
      return 'hand';
    case 'conversation.closed':
      return 'done';
    case 'customer.updated':
      return 'pencil';
    case 'agents.directed':
      return 'headset';
    default:
      return 'bell';
  }
}
