import type { Conversation } from '../wire/types';

/**
 * What rings until somebody acknowledges it. A hand-over to the agents is their daily bread; an urgent one, or one to the
 * office, is not.
 */
export function alarm(c: Conversation): 'urgent' | 'escalated' | null {
  if (c.status === 'closed' || !c.escalation || c.escalation.acknowledged_by) return null;
  if (c.escalation.reason === 'urgent_emergency') return 'urgent';
  return c.escalation.team === 'staff' ? 'escalated' : null;
}
