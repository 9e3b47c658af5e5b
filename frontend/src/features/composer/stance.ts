/*
 * What pressing send would do, or why one can't: the composer's whole logic, without a view. It mirrors the rules of
 * holding for the eye's sake only; the server decides.
 */
import type { Actor, Conversation, Holder } from '../../wire/types';
import type { Reader } from '../../actions/abilities';
import { directs } from '../../core/direction';

/** send: just the message · take_over, claim, reopen: the sender becomes the holder by it. */
export type Send = 'send' | 'take_over' | 'claim' | 'reopen';

/** Why one may not write to the customer. */
export type Lock =
  | { reason: 'taken_over'; by: Actor; at: string }
  | { reason: 'office' }
  | { reason: 'other'; holder: Holder }
  | { reason: 'no_service' }
  | { reason: 'supervisor' }
  | { reason: 'opted_out' };

export type Stance = { open: true; send: Send; directed: boolean } | { open: false; lock: Lock };

const open = (send: Send, byNote = false): Stance => ({ open: true, send, directed: byNote });
const locked = (lock: Lock): Stance => ({ open: false, lock });

/** How the reader stands to the conversation's customer. `service`: the workplace has Live Agents. */
export function stance(c: Conversation, reader: Reader, service: boolean): Stance {
  if (reader.role === 'supervisor') return locked({ reason: 'supervisor' });
  const stand = reader.role === 'agent' ? agentStance(c, reader.id, service) : staffStance(c, reader.id);
  return stand.open && c.opted_out ? locked({ reason: 'opted_out' }) : stand;
}

function staffStance(c: Conversation, me: string): Stance {
  if (c.status === 'closed') return open('reopen');
  return open(c.holder.user?.id === me ? 'send' : 'take_over');
}

function agentStance(c: Conversation, me: string, service: boolean): Stance {
  if (!service) return locked({ reason: 'no_service' });
  if (c.status === 'closed') return open('reopen');
  switch (c.holder.team) {
    case 'lara':
      return open('claim');
    case 'agents':
      if (c.holder.user === null) return open('claim');
      return c.holder.user.id === me ? open('send') : locked({ reason: 'other', holder: c.holder });
    case 'staff':
      if (directs(c.directed, me)) return open('send', true);
      return locked(c.taken_over ? { reason: 'taken_over', by: c.taken_over.by, at: c.taken_over.at } : { reason: 'office' });
  }
}

/** How many characters of the limit are used, as the server counts: by code points. */
export function used(text: string): number {
  let n = 0;
  for (const _ of text) n++;
  return n;
}

/** Whether there is something to send. */
export function sendable(text: string, limit: number): boolean {
  return text.trim() !== '' && used(text) <= limit;
}

/** Notes have a limit of their own. */
export const noteLimit = 4000;
