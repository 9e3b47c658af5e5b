/* To whom a conversation can be given, as every form that gives one away offers it. */
import type { Holder, HolderTeam, Member, Role } from '../wire/types';

/** A target as a list's value: `staff`, or `staff:u_ana`. */
export function valueOf(team: HolderTeam, user?: string): string {
  return user === undefined ? team : `${team}:${user}`;
}

export function targetOf(value: string): { team: HolderTeam; user?: string } | null {
  const [team, user] = value.split(':');
  if (team !== 'lara' && team !== 'agents' && team !== 'staff') return null;
  return user ? { team, user } : { team };
}

const teams: Record<Role, HolderTeam | null> = { admin: 'staff', staff: 'staff', agent: 'agents', supervisor: null };

/** Who can be given a conversation: active members, by team, without who holds it already. */
export function assignable(members: readonly Member[], team: 'staff' | 'agents', holder: Holder): Member[] {
  return members.filter((member) => member.active && teams[member.role] === team && member.id !== holder.user?.id);
}

/** Which teams' queues are offered: agents give to agents and the office, never to Lara. */
export function queues(role: Role, service: boolean, takenOver: boolean): HolderTeam[] {
  const office: HolderTeam[] = ['staff'];
  if (role === 'supervisor' && takenOver) return office;
  const agents: HolderTeam[] = service ? ['agents'] : [];
  const lara: HolderTeam[] = role === 'agent' ? [] : ['lara'];
  return [...office, ...agents, ...lara];
}
