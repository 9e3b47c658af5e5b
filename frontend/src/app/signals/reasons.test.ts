import { describe, expect, test } from 'vitest';
import type { Conversation, Role } from '../../wire/types';
import { Batch, reasonOf, reasonsFor, Rest, Rhythm, Watch } from './reasons';

const ana = { id: 'u_ana', name: 'Ana', handle: 'ana' };
const by = { team: 'lara' as const, user: null };

function conversation(more: Partial<Conversation> = {}): Conversation {
  return {
    id: 'c',
    workplace: 'w',
    customer: { id: 'k', name: 'Juan', phone: '', language: '', about: '' },
    channel: { id: 'web', kind: 'web' },
    status: 'open',
    holder: { team: 'staff', user: ana },
    held_since: 'h',
    taken_over: null,
    agents_may_reply: true,
    directed: [],
    escalation: null,
    waiting_since: 'w',
    last_message: { from: 'customer', message: 'm', text: 'Hello', at: 'w', seq: 7, delivery: null },
    opted_out: false,
    episode: 1,
    last_seq: 7,
    unread: 1,
    take_back_agent: null,
    ...more,
  };
}

const alarm = (reason: string, team: 'staff' | 'agents' = 'staff') => ({ reason, by, at: 'e', team, acknowledged_by: null });

describe('a reason to look', () => {
  const rows: [says: string, c: Conversation, role: Role, keys: string[]][] = [
    ['is a customer’s message to me', conversation(), 'staff', ['message:c:7']],
    ['is not one to a colleague', conversation({ holder: { team: 'staff', user: { ...ana, id: 'u_luis' } } }), 'staff', []],
    ['goes when it is answered', conversation({ waiting_since: null }), 'staff', []],
    ['goes when it is closed', conversation({ status: 'closed' }), 'staff', []],
    ['is an escalation to my team, whoever holds it', conversation({ holder: { team: 'staff', user: null }, escalation: alarm('billing') }), 'admin', ['escalation:c:e']],
    ['is not an escalation to another team', conversation({ holder: { team: 'staff', user: null }, escalation: alarm('billing') }), 'agent', []],
    ['is none for who only watches', conversation({ holder: { team: 'staff', user: null }, escalation: alarm('billing') }), 'supervisor', []],
    ['goes when somebody acknowledged', conversation({ holder: { team: 'staff', user: null }, escalation: { ...alarm('billing'), acknowledged_by: by } }), 'staff', []],
  ];
  test.each(rows)('%s', (_, c, role, keys) => expect(reasonsFor(c, 'u_ana', role).map((one) => one.key)).toEqual(keys));

  test('rings on only for an emergency', () => {
    const urgent = (reason: string) => reasonsFor(conversation({ holder: { team: 'staff', user: null }, escalation: alarm(reason) }), 'u_ana', 'staff').map((one) => one.urgent);
    expect([urgent('urgent_emergency'), urgent('billing')]).toEqual([[true], [false]]);
  });
});

test('what one is told of is a reason of its own for each time', () => {
  const at = (seq: number) => reasonOf({ kind: 'directed', conversation: 'c', workplace: 'w', event: { workplace: 'w', seq, conversation: 'c', kind: 'agents.directed', at: 'a', by, data: { note: 'n', agents: 'all' } } });
  expect([at(8), at(9).key]).toEqual([{ key: 'directed:c:8', kind: 'directed', conversation: 'c', workplace: 'w', urgent: false }, 'directed:c:9']);
});

test('what a workplace comes with is no news; what happens in it then is, once', () => {
  const watch = new Watch();
  const first = reasonsFor(conversation(), 'u_ana', 'staff');
  const second = reasonsFor(conversation({ last_message: { from: 'customer', message: 'n', text: 'Hello?', at: 'x', seq: 9, delivery: null } }), 'u_ana', 'staff');
  expect(watch.look([], [])).toEqual([]);
  expect(watch.look(first, ['w'])).toEqual([]);
  expect(watch.look(first, ['w'])).toEqual([]);
  expect(watch.look(second, ['w']).map((one) => one.key)).toEqual(['message:c:9']);
  expect(watch.look(second, ['w'])).toEqual([]);
});

describe('what is shown outside of the page', () => {
  const [message] = reasonsFor(conversation(), 'u_ana', 'staff');
  if (message === undefined) throw new Error('there is no message');

  test('rests for ten seconds, and is shown once', () => {
    const rest = new Rest();
    rest.add([message], 0);
    expect([rest.take([message], 9_999), rest.take([message], 10_000), rest.take([message], 20_000)]).toEqual([[], [message], []]);
  });
  test('is not shown where somebody answered meanwhile', () => {
    const rest = new Rest();
    rest.add([message], 0);
    expect([rest.take([], 5_000), rest.take([message], 10_000)]).toEqual([[], []]);
  });
  test('is shown at once where it is urgent', () => {
    const rest = new Rest();
    const urgent = { ...message, urgent: true };
    rest.add([urgent], 0);
    expect(rest.take([urgent], 0)).toEqual([urgent]);
  });
});

describe('a sound', () => {
  const heard = (beats: [at: number, fresh: boolean, urgent: boolean][]) => {
    const rhythm = new Rhythm();
    return beats.filter(([at, fresh, urgent]) => rhythm.beat(at * 1000, fresh, urgent)).map(([at]) => at);
  };
  test('comes no more often than every three seconds', () => {
    expect(heard([[0, true, false], [1, true, false], [2.9, true, false], [3, true, false]])).toEqual([0, 3]);
  });
  test('is silent without a reason', () => expect(heard([[0, false, false], [60, false, false]])).toEqual([]));
  test('comes again every twenty seconds while something urgent waits, and stops with it', () => {
    const seconds = Array.from({ length: 61 }, (_, at): [number, boolean, boolean] => [at, at === 0, at < 50]);
    expect(heard(seconds)).toEqual([0, 20, 40]);
  });
});

test('what is said of lists is gathered, and said no more often than every five seconds', () => {
  const batch = new Batch<string>();
  batch.add('mine');
  batch.add('mine');
  batch.add('lara');
  expect(batch.take(0)).toEqual([['mine', 2], ['lara', 1]]);
  batch.add('mine');
  expect(batch.take(4_999)).toEqual([]);
  expect(batch.take(5_000)).toEqual([['mine', 1]]);
  expect(batch.take(20_000)).toEqual([]);
});
