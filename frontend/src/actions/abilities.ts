/*
 * Which acts a screen offers to whom. The server decides (backend/desk); this only saves people from buttons that could
 * do nothing. Where the two differ the server's refusal is shown in words, and nothing is lost.
 */
import type { Conversation, Role, Workplace } from '../wire/types';

/** Offered; or shown with the reason why not now; or of no concern to this role. */
export type Ability = { can: true } | { can: false; why: Why } | { can: false; why: null };

export type Why = 'closed' | 'held' | 'office' | 'lara' | 'with_office';

export interface Reader {
  id: string;
  role: Role;
}

const yes: Ability = { can: true };
const hidden: Ability = { can: false, why: null };
const not = (why: Why): Ability => ({ can: false, why });

const isStaff = (role: Role) => role === 'staff' || role === 'admin';
const withOffice = (c: Conversation) => c.status === 'open' && c.holder.team === 'staff';

/** The agent who escalated may fetch it back until the office has reacted. */
export function mayTakeBack(c: Conversation, reader: Reader): boolean {
  return reader.role === 'agent' && withOffice(c) && c.take_back_agent === reader.id;
}

/** Taking for oneself what nobody has claimed: the one assignment that needs no note. */
export function claim(c: Conversation, reader: Reader): Ability {
  if (reader.role === 'supervisor') return hidden;
  if (c.status === 'closed') return not('closed');
  if (c.holder.user?.id === reader.id) return hidden;
  if (reader.role === 'agent' && withOffice(c)) return mayTakeBack(c, reader) ? hidden : not('office');
  return c.holder.user === null ? yes : not('held');
}

export function assign(c: Conversation, reader: Reader): Ability {
  if (c.status === 'closed') return not('closed');
  if (reader.role === 'agent' && withOffice(c)) return not('office');
  return yes;
}

/** Only agents and supervisors escalate: the office is where it goes to. */
export function escalate(c: Conversation, reader: Reader): Ability {
  if (isStaff(reader.role)) return hidden;
  if (c.status === 'closed') return not('closed');
  return withOffice(c) ? not('with_office') : yes;
}

export function acknowledge(c: Conversation, reader: Reader): Ability {
  const team = isStaff(reader.role) ? 'staff' : reader.role === 'agent' ? 'agents' : null;
  const open = c.escalation !== null && c.escalation.acknowledged_by === null;
  return open && c.escalation?.team === team ? yes : hidden;
}

export function close(c: Conversation, reader: Reader): Ability {
  if (reader.role === 'supervisor') return hidden;
  if (c.status === 'closed') return not('closed');
  if (reader.role === 'agent' && withOffice(c)) return not('office');
  if (reader.role === 'agent' && c.holder.team === 'lara') return not('lara');
  return yes;
}

/** Closing right after one's own message: sending makes its sender the holder, so only the office's hold is in the way. */
export function sendClose(c: Conversation, reader: Reader): Ability {
  if (reader.role === 'supervisor') return hidden;
  return reader.role === 'agent' && withOffice(c) ? not('office') : yes;
}

/** The office writes first; agents and supervisors take what comes. */
export function mayStart(role: Role): boolean {
  return isStaff(role);
}

export function editCustomer(reader: Reader): boolean {
  return reader.role !== 'supervisor';
}

/** A note may direct agents only while they are locked out, and only the office may write such a note. */
export function mayDirect(c: Conversation, reader: Reader, workplace: Workplace): boolean {
  return isStaff(reader.role) && withOffice(c) && workplace.agents_service;
}

/** Staff hand what they hold back to Lara or to the agents, with a note. */
export function mayHandBack(c: Conversation, reader: Reader): boolean {
  return isStaff(reader.role) && withOffice(c);
}
