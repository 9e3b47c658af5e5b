import { describe, expect, test } from 'vitest';
import type { Conversation, Holder, Person, Role } from '../../wire/types';
import { sendable, stance, used, type Stance } from './stance';

const ana: Person = { id: 'u_ana', name: 'Ana Ruiz', handle: 'ana' };
const luis: Person = { id: 'u_luis', name: 'Luis Soto', handle: 'luis' };

function conversation(holder: Holder, more: Partial<Conversation> = {}): Conversation {
  return {
    id: 'c1',
    workplace: 'sonrisas',
    customer: { id: 'k1', name: 'Juan', phone: '+17875550111', language: 'es', about: '' },
    channel: { id: 'web', kind: 'web' },
    status: 'open',
    holder,
    held_since: '2026-11-24T14:00:00.000Z',
    taken_over: null,
    agents_may_reply: holder.team !== 'staff',
    directed: [],
    escalation: null,
    waiting_since: null,
    last_message: null,
    opted_out: false,
    episode: 1,
    last_seq: 9,
    unread: 0,
    take_back_agent: null,
    ...more,
  };
}

const lara: Holder = { team: 'lara', user: null };
const allAgents: Holder = { team: 'agents', user: null };
const allStaff: Holder = { team: 'staff', user: null };
const agentAna: Holder = { team: 'agents', user: ana };
const agentLuis: Holder = { team: 'agents', user: luis };
const staffAna: Holder = { team: 'staff', user: ana };
const staffLuis: Holder = { team: 'staff', user: luis };
const taken = { by: { team: 'staff' as const, user: luis }, at: '2026-11-24T14:05:00.000Z' };

const sends = (s: Stance) => (s.open ? s.send : `locked: ${s.lock.reason}`);

describe('what sending would do', () => {
  const rows: [says: string, role: Role, c: Conversation, outcome: string][] = [
    ['staff write plainly where they hold', 'staff', conversation(staffAna), 'send'],
    ['staff take over from Lara', 'staff', conversation(lara), 'take_over'],
    ['staff take over from an agent', 'staff', conversation(agentLuis), 'take_over'],
    ['staff take over from all agents', 'admin', conversation(allAgents), 'take_over'],
    ['staff take over what the whole office has', 'staff', conversation(allStaff), 'take_over'],
    ['staff take over from a colleague', 'staff', conversation(staffLuis, { taken_over: taken }), 'take_over'],
    ['staff reopen what is closed', 'staff', conversation(lara, { status: 'closed' }), 'reopen'],
    ['an agent writes plainly where they hold', 'agent', conversation(agentAna), 'send'],
    ['an agent claims from Lara', 'agent', conversation(lara), 'claim'],
    ['an agent claims from all agents', 'agent', conversation(allAgents), 'claim'],
    ['an agent reopens what is closed', 'agent', conversation(lara, { status: 'closed' }), 'reopen'],
    ['another agent holds it', 'agent', conversation(agentLuis), 'locked: other'],
    ['the office holds it', 'agent', conversation(allStaff), 'locked: office'],
    ['the office took it over', 'agent', conversation(staffLuis, { taken_over: taken }), 'locked: taken_over'],
    ['a note lets every agent write', 'agent', conversation(staffLuis, { taken_over: taken, directed: 'all' }), 'send'],
    ['a note lets this agent write', 'agent', conversation(staffLuis, { taken_over: taken, directed: ['u_ana'] }), 'send'],
    ['a note lets another agent write', 'agent', conversation(staffLuis, { taken_over: taken, directed: ['u_luis'] }), 'locked: taken_over'],
    ['supervisors never write to customers', 'supervisor', conversation(allAgents), 'locked: supervisor'],
    ['nobody writes to who asked for no more', 'staff', conversation(staffAna, { opted_out: true }), 'locked: opted_out'],
    ['the lock is named before the opting out', 'agent', conversation(allStaff, { opted_out: true }), 'locked: office'],
  ];
  test.each(rows)('%s', (_, role, c, outcome) => {
    expect(sends(stance(c, { id: 'u_ana', role }, true))).toBe(outcome);
  });

  test('without Live Agents an agent writes nowhere', () => {
    expect(sends(stance(conversation(allAgents), { id: 'u_ana', role: 'agent' }, false))).toBe('locked: no_service');
  });

  test('a reply that a note allows says so', () => {
    const s = stance(conversation(staffLuis, { directed: 'all' }), { id: 'u_ana', role: 'agent' }, true);
    expect(s).toEqual({ open: true, send: 'send', directed: true });
  });
});

describe('the length of a text', () => {
  const rows: [says: string, text: string, limit: number, n: number, ok: boolean][] = [
    ['counts an accent as one', 'ó', 1, 1, true],
    ['counts an emoji as one code point', '🦷', 1, 1, true],
    ['takes a text that just fits', 'abc', 3, 3, true],
    ['refuses one more', 'abcd', 3, 4, false],
    ['refuses blanks', ' \n ', 3, 3, false],
  ];
  test.each(rows)('%s', (_, text, limit, n, ok) => {
    expect(used(text)).toBe(n);
    expect(sendable(text, limit)).toBe(ok);
  });
});
