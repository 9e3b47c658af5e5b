import type { Role } from '../wire/types';
import type { Model } from '../screen/model.svelte';
import type { Route } from '../screen/router.svelte';

interface Homes {
  workplaces: readonly { workplace: { id: string }; role: Role }[];
}

/** Where somebody begins: staff at their workplace, agents at their queue, supervisors at the wall. */
export function home(model: Pick<Model, 'workplaces'> | Homes): Route {
  const office = model.workplaces.find(({ role }) => role === 'staff' || role === 'admin');
  if (office) return { name: 'desk', workplace: office.workplace.id, section: 'all', conversation: null };
  if (model.workplaces.some(({ role }) => role === 'agent')) return { name: 'queue', conversation: null };
  if (model.workplaces.some(({ role }) => role === 'supervisor')) return { name: 'wall', conversation: null };
  return { name: 'home' };
}
