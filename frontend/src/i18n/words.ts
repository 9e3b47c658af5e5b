/*
 * Words for the things of the contract that more than one screen names: holders, people, roles, reasons, problems.
 */
import type { ChannelKind, Conversation, Customer, Holder, Actor, PresenceState, Reason, Role, SectionKey } from '../wire/types';
import type { Notice } from '../core/model';
import type { FaultCode } from '../core/problem';
import { m } from './generated/messages.js';
import { language } from './locale.svelte.js';
import { phone, span } from './format.js';

type Message = () => string;

const problems: Record<FaultCode, Message> = {
  malformed: m.problem_malformed,
  unauthenticated: m.problem_unauthenticated,
  forbidden: m.problem_forbidden,
  not_found: m.problem_not_found,
  held_by_other: m.problem_held_by_other,
  agents_locked_out: m.problem_agents_locked_out,
  already_with_staff: m.problem_already_with_staff,
  not_with_office: m.problem_not_with_office,
  no_escalation: m.problem_no_escalation,
  already_closed: m.problem_already_closed,
  crossed_reply: m.problem_crossed_reply,
  too_large: m.problem_too_large,
  note_required: m.problem_note_required,
  reason_required: m.problem_reason_required,
  invalid_reason: m.problem_invalid_reason,
  invalid_assignee: m.problem_invalid_assignee,
  empty_message: m.problem_empty_message,
  message_too_long: m.problem_message_too_long,
  opted_out: m.problem_opted_out,
  idempotency_mismatch: m.problem_idempotency_mismatch,
  invalid: m.problem_invalid,
  rate_limited: m.problem_rate_limited,
  unavailable: m.problem_unavailable,
  network: m.problem_network,
};

/** A refusal in the reader's language, by its code; a code that is newer than this page gets a plain sentence. */
export function problemWords(problem: { code: FaultCode; retry_after?: number | null }): string {
  const words = (problems[problem.code] ?? m.problem_unknown)();
  return problem.retry_after ? `${words} ${span(problem.retry_after * 1000)}.` : words;
}

/** Lara, All Agents, All Office Staff, or the person. */
export function holderName(holder: Holder): string {
  if (holder.user !== null) return holder.user.name;
  if (holder.team === 'lara') return m.holder_lara();
  return holder.team === 'agents' ? m.holder_all_agents() : m.holder_all_staff();
}

/** Which of the five kinds of mark a conversation bears for this reader. */
export function holderKind(c: Conversation, me: string): 'me' | 'staff' | 'agents' | 'lara' | 'closed' {
  if (c.status === 'closed') return 'closed';
  return c.holder.user?.id === me ? 'me' : c.holder.team;
}

/** The word beside the mark. */
export function holderWord(c: Conversation, me: string): string {
  if (c.status === 'closed') return m.holder_closed();
  return c.holder.user?.id === me ? m.holder_me() : holderName(c.holder);
}

/** Who did something. */
export function actorName(actor: Actor): string {
  if (actor.user !== null) return actor.user.name;
  switch (actor.team) {
    case 'lara':
      return m.holder_lara();
    case 'customer':
      return m.person_customer();
    case 'agents':
      return m.holder_all_agents();
    case 'staff':
      return m.holder_all_staff();
    case 'supervisor':
      return m.role_supervisor();
    case 'system':
      return m.person_system();
  }
}

/** What the contract calls a customer without a name and a number. */
const nobody = 'Web visitor';

/** Whether somebody has given the customer a name: until then the number stands for it, or that they come by the web chat. */
export function named(customer: Customer): boolean {
  return customer.name !== (customer.phone || nobody);
}

/** The customer's name, or the number as people read it. */
export function customerName(customer: Customer): string {
  if (named(customer)) return customer.name;
  return customer.phone === '' ? m.customer_web_visitor() : phone(customer.phone);
}

export function roleName(role: Role): string {
  const names: Record<Role, Message> = { admin: m.role_admin, staff: m.role_staff, agent: m.role_agent, supervisor: m.role_supervisor };
  return names[role]();
}

export function presenceName(state: PresenceState): string {
  const names: Record<PresenceState, Message> = { online: m.presence_online, away: m.presence_away, offline: m.presence_offline };
  return names[state]();
}

export function channelName(kind: ChannelKind): string {
  return kind === 'web' ? m.channel_web() : m.channel_sms();
}

/** An escalation reason in the workplace's own words: in the reader's language, where the workplace has it in both. */
export function reasonName(reason: Reason): string {
  return language.current === 'es' && reason.name_es !== '' ? reason.name_es : reason.name;
}

/** The customer's language; an unknown one keeps its code. */
export function languageName(code: string): string {
  if (code === 'en') return m.language_en();
  return code === 'es' ? m.language_es() : code;
}

export function sectionName(key: SectionKey): string {
  const names: Record<SectionKey, Message> = {
    mine: m.section_mine,
    staff: m.section_staff,
    agents: m.section_agents,
    lara: m.section_lara,
    closed: m.section_closed,
  };
  return names[key]();
}

/** What I am told of: who did what with the conversation of that customer. */
export function noticeWords({ kind, event: e }: Notice, name: string): string {
  const who = actorName(e.by);
  switch (kind) {
    case 'given':
      return m.notice_given({ who, name });
    case 'directed':
      return m.notice_directed({ who, name });
    case 'mentioned':
      return m.notice_mentioned({ who, name });
    case 'noted':
      return m.notice_noted({ who, name });
    case 'lost':
      if (!('to' in e.data)) return m.notice_closed({ who, name });
      if (e.by.team === 'system') return m.notice_returned({ to: holderName(e.data.to), name });
      return e.data.to.user?.id === e.by.user?.id ? m.notice_taken({ who, name }) : m.notice_passed({ who, name, to: holderName(e.data.to) });
  }
}
