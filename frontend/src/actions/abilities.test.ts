import { describe, expect, test } from 'vitest';
import type { Conversation, Holder, Role } from '../wire/types';
import { acknowledge, assign, claim, close, escalate, mayDirect, mayHandBack, mayTakeBack, sendClose, type Ability } from './abilities';

const ana = { id: 'u_ana', name: 'Ana', handle: 'ana' };
const gil = { id: 'u_gil', name: 'Gil', handle: 'gil' };
const holders = {
  lara: { team: 'lara', user: null },
  agents: { team: 'agents', user: null },
  gil: { team: 'agents', user: gil },
  staff: { team: 'staff', user: null },
  ana: { team: 'staff', user: ana },
} satisfies Record<string, Holder>;

function held(holder: keyof typeof holders, more: Partial<Conversation> = {}): Conversation {
  return {
    id: 'c',
    workplace: 'w',
    customer: { id: 'k', name: 'Juan', phone: '', language: '', about: '' },
    channel: { id: 'web', kind: 'web' },
    status: 'open',
    holder: holders[holder],
    held_since: '',
    taken_over: null,
    agents_may_reply: true,
    directed: [],
    escalation: null,
    waiting_since: null,
    last_message: null,
    opted_out: false,
    episode: 1,
    last_seq: 1,
    unread: 0,
    take_back_agent: null,
    ...more,
  };
}

const closed = { status: 'closed' as const };
const says = (ability: Ability) => (ability.can ? 'yes' : (ability.why ?? 'hidden'));
const reader = (role: Role) => ({ id: role === 'agent' ? 'u_gil' : role === 'supervisor' ? 'u_sam' : 'u_ana', role });

describe('what is offered to whom', () => {
  const rows: [says: string, act: (c: Conversation, r: ReturnType<typeof reader>) => Ability, role: Role, c: Conversation, outcome: string][] = [
    ['anybody of a team claims what a queue has', claim, 'agent', held('agents'), 'yes'],
    ['staff claim from Lara', claim, 'staff', held('lara'), 'yes'],
    ['nobody claims from a person', claim, 'staff', held('gil'), 'held'],
    ['one’s own needs no claim', claim, 'staff', held('ana'), 'hidden'],
    ['an agent does not claim from the office', claim, 'agent', held('staff'), 'office'],
    ['a supervisor claims nothing', claim, 'supervisor', held('agents'), 'hidden'],
    ['nothing is claimed once closed', claim, 'staff', held('lara', closed), 'closed'],
    ['an agent assigns what agents hold', assign, 'agent', held('gil'), 'yes'],
    ['an agent does not assign what the office has', assign, 'agent', held('ana'), 'office'],
    ['a supervisor assigns', assign, 'supervisor', held('ana'), 'yes'],
    ['staff have nowhere to escalate to', escalate, 'staff', held('gil'), 'hidden'],
    ['an agent escalates', escalate, 'agent', held('gil'), 'yes'],
    ['what the office has is not escalated', escalate, 'supervisor', held('staff'), 'with_office'],
    ['staff close', close, 'staff', held('lara'), 'yes'],
    ['an agent closes what agents hold', close, 'agent', held('gil'), 'yes'],
    ['an agent does not close what Lara holds', close, 'agent', held('lara'), 'lara'],
    ['an agent does not close what the office has', close, 'agent', held('ana'), 'office'],
    ['a supervisor closes nothing', close, 'supervisor', held('gil'), 'hidden'],
    ['an agent sends and closes what Lara holds: sending claims it', sendClose, 'agent', held('lara'), 'yes'],
    ['staff send and close what is closed: sending opens it', sendClose, 'staff', held('lara', closed), 'yes'],
    ['an agent whom a note lets reply does not close', sendClose, 'agent', held('ana', { directed: 'all' }), 'office'],
    ['a supervisor sends nothing', sendClose, 'supervisor', held('gil'), 'hidden'],
    ['closed is closed', close, 'staff', held('lara', closed), 'closed'],
  ];
  test.each(rows)('%s', (_, act, role, c, outcome) => expect(says(act(c, reader(role)))).toBe(outcome));
});

describe('an escalation', () => {
  const by = { team: 'lara' as const, user: null };
  const open = { escalation: { reason: 'general', by, at: '', team: 'staff' as const, acknowledged_by: null } };
  test('is acknowledged by the team that it went to', () => {
    expect(says(acknowledge(held('staff', open), reader('staff')))).toBe('yes');
    expect(says(acknowledge(held('staff', open), reader('agent')))).toBe('hidden');
  });
  test('is not acknowledged twice', () => {
    const done = { escalation: { ...open.escalation, acknowledged_by: by } };
    expect(says(acknowledge(held('staff', done), reader('staff')))).toBe('hidden');
  });
  test('may be taken back by the agent who made it, by nobody else', () => {
    expect(mayTakeBack(held('staff', { take_back_agent: 'u_gil' }), reader('agent'))).toBe(true);
    expect(mayTakeBack(held('staff', { take_back_agent: 'u_other' }), reader('agent'))).toBe(false);
    expect(says(claim(held('staff', { take_back_agent: 'u_gil' }), reader('agent')))).toBe('hidden');
  });
});

describe('with the office', () => {
  const workplace = { id: 'w', name: '', language: 'en' as const, timezone: 'UTC', agents_service: true, message_limit: 320 };
  test('staff direct agents and hand back', () => {
    expect(mayDirect(held('ana'), reader('staff'), workplace)).toBe(true);
    expect(mayHandBack(held('ana'), reader('admin'))).toBe(true);
  });
  test('nobody directs agents who are not locked out, or where there are none', () => {
    expect(mayDirect(held('gil'), reader('staff'), workplace)).toBe(false);
    expect(mayDirect(held('ana'), reader('staff'), { ...workplace, agents_service: false })).toBe(false);
    expect(mayDirect(held('ana'), reader('agent'), workplace)).toBe(false);
  });
});
