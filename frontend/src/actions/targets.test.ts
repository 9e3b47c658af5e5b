import { describe, expect, test } from 'vitest';
import type { HolderTeam, Member, Role } from '../wire/types';
import { assignable, queues, targetOf, valueOf } from './targets';

const member = (id: string, role: Role, active = true): Member => ({ id, name: id, handle: id, email: '', role, active });

describe('who can be given a conversation', () => {
  const members = [member('ana', 'staff'), member('luis', 'admin'), member('gil', 'agent'), member('sam', 'supervisor'), member('old', 'staff', false)];
  const holder = { team: 'staff' as const, user: { id: 'ana', name: '', handle: '' } };
  test('active people of the team, without who holds it', () => {
    expect(assignable(members, 'staff', holder).map((one) => one.id)).toEqual(['luis']);
    expect(assignable(members, 'agents', holder).map((one) => one.id)).toEqual(['gil']);
  });
});

describe('which teams', () => {
  const rows: [says: string, role: Role, service: boolean, taken: boolean, teams: HolderTeam[]][] = [
    ['staff: all three', 'staff', true, true, ['staff', 'agents', 'lara']],
    ['without Live Agents there are none to give to', 'staff', false, false, ['staff', 'lara']],
    ['agents never give to Lara', 'agent', true, false, ['staff', 'agents']],
    ['a supervisor gives what was taken over to the office only', 'supervisor', true, true, ['staff']],
  ];
  test.each(rows)('%s', (_, role, service, taken, teams) => expect(queues(role, service, taken)).toEqual(teams));
});

test('a target is told in one word and back', () => {
  expect(targetOf(valueOf('agents'))).toEqual({ team: 'agents' });
  expect(targetOf(valueOf('staff', 'u_1'))).toEqual({ team: 'staff', user: 'u_1' });
  expect(targetOf('')).toBeNull();
});
