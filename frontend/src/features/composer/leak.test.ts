import { describe, expect, test } from 'vitest';
import { guardMs, NoteGuard } from './leak';

describe('text of a note, pasted into a reply', () => {
  const rows: [says: string, pasted: string, after: number, asks: boolean][] = [
    ['is asked about', 'owes us 80 dollars', 0, true],
    ['is asked about with other breaks and more around it', 'He owes us\n80  dollars!', 1000, true],
    ['is asked about until a minute is over', 'owes us 80 dollars', guardMs, true],
    ['is not, later', 'owes us 80 dollars', guardMs + 1, false],
    ['other text is not', 'See you tomorrow', 0, false],
  ];
  test.each(rows)('%s', (_, pasted, after, asks) => {
    const guard = new NoteGuard();
    guard.copied('owes us 80 dollars', 5000);
    expect(guard.asks(pasted, 5000 + after)).toBe(asks);
  });
  test('once', () => {
    const guard = new NoteGuard();
    guard.copied('owes us', 0);
    guard.answered();
    expect(guard.asks('owes us', 1)).toBe(false);
  });
  test('an empty selection guards nothing', () => {
    const guard = new NoteGuard();
    guard.copied(' ', 0);
    expect(guard.asks('anything', 1)).toBe(false);
  });
});
