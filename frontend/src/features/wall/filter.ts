/* Which of the open conversations a supervisor wants to see. */
import type { Conversation } from '../../wire/types';

export type Filter = 'all' | 'waiting' | 'escalated';

export function chosen(ids: readonly string[], filter: Filter, find: (id: string) => Conversation | undefined): readonly string[] {
  switch (filter) {
    case 'all':
      return ids;
    case 'waiting':
      return ids.filter((id) => find(id)?.waiting_since);
    case 'escalated':
      return ids.filter((id) => find(id)?.escalation);
  }
}
