import { describe, expect, test } from 'vitest';
import { afterKey } from './resize';

const range = { min: 280, max: 420 };

describe('keys at a boundary', () => {
  const rows: [key: string, value: number, grows: 'ArrowRight' | 'ArrowLeft', width: number | null][] = [
    ['ArrowRight', 340, 'ArrowRight', 356],
    ['ArrowLeft', 340, 'ArrowRight', 324],
    ['ArrowLeft', 340, 'ArrowLeft', 356],
    ['ArrowRight', 415, 'ArrowRight', 420],
    ['Home', 340, 'ArrowRight', 280],
    ['End', 340, 'ArrowRight', 420],
    ['Enter', 340, 'ArrowRight', null],
  ];
  test.each(rows)('%s at %i, %s widens: %s', (key, value, grows, width) => expect(afterKey(key, value, range, grows)).toBe(width));
});
