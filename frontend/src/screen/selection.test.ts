import { describe, expect, test } from 'vitest';
import { between, Selection } from './selection.svelte';

describe('from one row to another', () => {
  const order = ['a', 'b', 'c', 'd'];
  const rows: [says: string, from: string | null, to: string, all: string[]][] = [
    ['downwards', 'b', 'd', ['b', 'c', 'd']],
    ['upwards', 'c', 'a', ['a', 'b', 'c']],
    ['itself', 'b', 'b', ['b']],
    ['nothing was selected before', null, 'c', ['c']],
    ['what was selected before is not in the list any more', 'x', 'c', ['c']],
  ];
  test.each(rows)('%s', (_, from, to, all) => expect(between(order, from, to)).toEqual(all));
});

describe('a selection', () => {
  test('grows from the row that was selected last, and lets single ones go', () => {
    const selection = new Selection();
    selection.order = () => ['a', 'b', 'c', 'd'];
    selection.toggle('a');
    selection.extend('c');
    selection.toggle('b');
    expect([...selection.ids]).toEqual(['a', 'c']);
    expect(selection.on).toBe(true);
    selection.end();
    expect([selection.on, selection.ids.size]).toEqual([false, 0]);
  });
});
