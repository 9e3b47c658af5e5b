import { expect, test } from 'vitest';
import { Problem } from '../../core/problem';
import { each } from './bulk';

test('one that refuses stops none of the others, and says why', async () => {
  const acted: string[] = [];
  const told: number[] = [];
  const outcomes = await each(
    ['a', 'b', 'c'],
    async (id) => {
      acted.push(id);
      if (id === 'b') throw new Problem({ code: 'already_closed' });
    },
    (so) => told.push(so.length),
  );
  expect(acted).toEqual(['a', 'b', 'c']);
  expect(told).toEqual([1, 2, 3]);
  expect(outcomes.map(({ id, problem }) => [id, problem?.code ?? null])).toEqual([
    ['a', null],
    ['b', 'already_closed'],
    ['c', null],
  ]);
});

test('a fault that is no refusal is told as one', async () => {
  const [outcome] = await each(['a'], () => Promise.reject(new TypeError('gone')), () => undefined);
  expect(outcome?.problem?.code).toBe('network');
});
