import fc from 'fast-check';
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
  const rows: [says: string, held: string[], live: string[], shown: string[], updates: number, more?: boolean][] = [
    ['nothing happened', ['a', 'b'], ['a', 'b'], ['a', 'b'], 0],
    ['a row moved to the top stays where it was', ['a', 'b', 'c'], ['c', 'a', 'b'], ['a', 'b', 'c'], 1],
    ['a new row at the top waits outside', ['a', 'b'], ['n', 'a', 'b'], ['a', 'b'], 1],
    ['a new row at the end moves nothing below it', ['a', 'b'], ['a', 'b', 'n'], ['a', 'b'], 1],
    ['a row that went elsewhere stays', ['a', 'b'], ['b'], ['a', 'b'], 1],
    ['a page that was loaded comes after it', ['a', 'b'], ['a', 'b', 'c', 'd'], ['a', 'b', 'c', 'd'], 0, true],
    ['a new row and a loaded page', ['a', 'b'], ['n', 'a', 'b', 'c'], ['a', 'b', 'c'], 1, true],
    ['where no row stood, the first shows at once', [], ['a'], ['a'], 0],
    ['everything was replaced', ['a'], ['n'], ['a'], 2],
  ];
  test.each(rows)('%s', (_, held, live, shown, updates, more = false) => {
    const group = (ids: string[]) => [{ key: 'staff', ids, more }];
    expect(hold(group(held), group(live))).toEqual({ groups: [{ key: 'staff', ids: shown }], updates });
  });

  test('what went to another group stays in its own, and is one update', () => {
    const groups = (mine: string[], staff: string[]) => [
      { key: 'mine', ids: mine, more: true },
      { key: 'staff', ids: staff, more: false },
    ];
    const shown = (mine: string[], staff: string[]) => groups(mine, staff).map(({ key, ids }) => ({ key, ids }));
    expect(hold(groups([], ['a', 'b']), groups(['a'], ['b']))).toEqual({ groups: shown([], ['a', 'b']), updates: 1 });
    expect(hold(groups([], ['a']), groups(['page'], ['a']))).toEqual({ groups: shown(['page'], ['a']), updates: 0 });
    expect(hold(groups(['m'], []), groups(['m'], ['n']))).toEqual({ groups: shown(['m'], []), updates: 1 });
    expect(hold(groups(['m'], ['a', 'b']), groups(['m', 'a', 'older'], ['b']))).toEqual({ groups: shown(['m', 'older'], ['a', 'b']), updates: 1 });
  });

  const keys = ['mine', 'staff', 'lara'];
  const groups = fc
    .tuple(fc.shuffledSubarray([...'abcdefgh']), fc.array(fc.nat({ max: 2 }), { minLength: 8, maxLength: 8 }), fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }))
    .map(([ids, into, more]) => keys.map((key, n) => ({ key, ids: ids.filter((_, i) => into[i] === n), more: more[n] ?? false })));

  test('whatever happens, each stands in one place, no row moves, and the updates say whether letting go changes anything', () => {
    fc.assert(
      fc.property(groups, groups, (held, live) => {
        const { groups: shown, updates } = hold(held, live);
        const standing = shown.flatMap(({ ids }) => ids);
        expect(new Set(standing).size).toBe(standing.length);
        const stood = held.flatMap(({ ids }) => ids).length > 0;
        for (const [n, { ids, more }] of held.entries()) {
          expect(shown[n]?.ids.slice(0, ids.length)).toEqual(ids);
          if (stood && !more) expect(shown[n]?.ids).toHaveLength(ids.length);
        }
        const free = live.map(({ key, ids }) => ({ key, ids }));
        expect(updates === 0).toBe(JSON.stringify(shown) === JSON.stringify(free));
        expect(updates).toBeLessThanOrEqual(new Set([...standing, ...live.flatMap(({ ids }) => ids)]).size);
      }),
    );
  });
});
