import type { Directed } from '../wire/types';

/** Whether a direction is for this agent: for all, or by name. */
export function directs(direction: Directed, agent: string): boolean {
  return direction === 'all' || direction.includes(agent);
}
