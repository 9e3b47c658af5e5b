import { describe, expect, test } from 'vitest';
import { emojiOffers, findEmoji, type Emoji } from './emoji';
import { emojiList } from './emojiList';

const list: readonly Emoji[] = [
  ['😍', 'heart eyes, love', 'ojos de corazón, amor'],
  ['🦷', 'tooth, dentist', 'diente, muela'],
  ['🪥', 'toothbrush, dental', 'cepillo de dientes'],
  ['❤️', 'heart, love', 'corazón, amor'],
];
const signs = (query: string) => findEmoji(list, query).map(([sign]) => sign);

describe('finding an emoji', () => {
  const rows: [query: string, found: string[]][] = [
    ['', ['😍', '🦷', '🪥', '❤️']],
    ['tooth', ['🦷', '🪥']],
    ['MUELA', ['🦷']],
    ['corazon', ['❤️', '😍']],
    ['cepillo dientes', ['🪥']],
    ['denti', ['🦷']],
    ['zzz', []],
  ];
  test.each(rows)('by “%s”', (query, found) => expect(signs(query)).toEqual(found));
  test('it is called by its name in the language of the screen', () => {
    expect(emojiOffers(list, 'heart', 'es').at(-1)).toEqual({ id: '❤️', title: '❤️', detail: 'corazón', text: '❤️ ' });
  });
});

describe('the list', () => {
  test('has no emoji twice, and words in both languages', () => {
    expect(new Set(emojiList.map(([sign]) => sign)).size).toBe(emojiList.length);
    for (const [sign, en, es] of emojiList) expect([sign, en !== '', es !== '']).toEqual([sign, true, true]);
  });
  test('has no name twice in one language', () => {
    for (const at of [1, 2] as const) {
      const names = emojiList.map((emoji) => emoji[at].split(',', 1)[0]);
      expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    }
  });
});
