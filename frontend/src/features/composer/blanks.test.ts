import { describe, expect, test } from 'vitest';
import { blanksIn, nextBlank } from './blanks';

describe('blanks in a text', () => {
  const rows: [says: string, text: string, names: string[]][] = [
    ['none', 'Your appointment is at 2 [sic].', []],
    ['two underscores are none', 'snake__case', []],
    ['three underscores, called by the words before them', 'We expect you on ___.', ['We expect you on']],
    ['brackets', 'Your appointment is at [____].', ['Your appointment is at']],
    ['a word of its own', 'At [hour ___] on [____ day]', ['hour', 'day']],
    ['at the very start', '___ is ready', ['']],
    ['the second is not called by the first', 'On ___ at ___', ['On', 'at']],
    ['a new line begins anew', 'Hello\n___', ['']],
    ['only the last words', 'one two three four five six ___', ['three four five six']],
  ];
  test.each(rows)('%s', (_, text, names) => expect(blanksIn(text).map(({ name }) => name)).toEqual(names));
});

describe('going from blank to blank', () => {
  const text = 'On ___ at [____] in ___';
  const at = (from: number, to: number, back = false) => nextBlank(text, { from, to }, back)?.from;
  test('the first from the start', () => expect(at(0, 0)).toBe(3));
  test('the second from the first', () => expect(at(3, 6)).toBe(10));
  test('the second from what was typed into the first', () => expect(at(6, 6)).toBe(10));
  test('back to the first', () => expect(at(10, 16, true)).toBe(3));
  test('none after the last: Tab leaves the field', () => expect(at(20, 23)).toBeUndefined());
  test('none before the first', () => expect(at(3, 6, true)).toBeUndefined());
});
