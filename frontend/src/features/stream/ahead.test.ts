import { describe, expect, test } from 'vitest';
import { following } from './ahead';

describe('what is fetched ahead', () => {
  const order = ['a', 'b', 'c', 'd'];
  const rows: [says: string, at: string | null, ids: string[]][] = [
    ['the two after the open one', 'a', ['b', 'c']],
    ['the one that is left', 'c', ['d']],
    ['nothing after the last', 'd', []],
    ['the first two where none is open', null, ['a', 'b']],
    ['the first two where the open one is in no list', 'x', ['a', 'b']],
  ];
  test.each(rows)('%s', (_, at, ids) => expect(following(order, at)).toEqual(ids));
});
