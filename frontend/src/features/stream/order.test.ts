import { describe, expect, test } from 'vitest';
import type { Conversation } from '../../wire/types';
import { alarmsFirst, hold, longestFirst, longestWaiting } from './order';

const since: Record<string, string | null> = { a: '2026-11-24T14:05:00.000Z', b: null, c: '2026-11-24T14:01:00.000Z', d: null };

function find(id: string): Conversation | undefined {
  const waiting = since[id];
  return waiting === undefined ? undefined : ({ id, waiting_since: waiting } as Conversation);
}

describe('longest waiting first', () => {
  test('who waits comes before who does not, the longest first; the rest keep their order', () => {
    expect(longestFirst(['a', 'b', 'c', 'd'], find)).toEqual(['c', 'a', 'b', 'd']);
  });
  test('the longest waiting of a list', () => expect(longestWaiting(['b', 'a', 'c'], find)).toBe('c'));
  test('is nobody where nobody waits', () => expect(longestWaiting(['b', 'd'], find)).toBeNull());
});

describe('what rings', () => {
  const escalated = (team: string, acknowledged: boolean) => ({ reason: 'billing', team, acknowledged_by: acknowledged ? {} : null });
  const escalations: Record<string, object | null> = { a: null, b: escalated('staff', false), c: escalated('staff', true), d: escalated('agents', false) };
  const ringing = (id: string) => ({ status: 'open', escalation: escalations[id] }) as Conversation;
  test('comes before all, until it is acknowledged; what Lara hands to the agents is no alarm', () => {
    expect(alarmsFirst(['a', 'd', 'c', 'b'], ringing)).toEqual(['b', 'a', 'd', 'c']);
  });
});

describe('a list that is held still', () => {
  const rows: [says: string, held: string[], live: string[], shown: string[], updates: number][] = [
    ['nothing happened', ['a', 'b'], ['a', 'b'], ['a', 'b'], 0],
    ['a row moved to the top stays where it was', ['a', 'b', 'c'], ['c', 'a', 'b'], ['a', 'b', 'c'], 1],
    ['a new row at the top waits outside', ['a', 'b'], ['n', 'a', 'b'], ['a', 'b'], 1],
    ['a row that went elsewhere stays', ['a', 'b'], ['b'], ['a', 'b'], 1],
    ['a page that was loaded comes after it', ['a', 'b'], ['a', 'b', 'c', 'd'], ['a', 'b', 'c', 'd'], 0],
    ['a new row and a loaded page', ['a', 'b'], ['n', 'a', 'b', 'c'], ['a', 'b', 'c'], 1],
    ['an empty list takes what comes', [], ['a'], ['a'], 0],
    ['everything was replaced', ['a'], ['n'], ['a'], 2],
  ];
  test.each(rows)('%s', (_, held, live, shown, updates) => expect(hold(held, live)).toEqual({ shown, updates }));
});
