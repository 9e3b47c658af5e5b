import type { Conversation, Role } from '../../wire/types';
import type { Route } from '../../screen/router.svelte';

/** Where somebody of that role reads a conversation. */
export function routeTo(c: Pick<Conversation, 'id' | 'workplace'>, role: Role): Route {
  if (role === 'agent') return { name: 'queue', conversation: c.id };
  if (role === 'supervisor') return { name: 'wall', conversation: c.id };
  return { name: 'desk', workplace: c.workplace, section: 'all', conversation: c.id };
}
