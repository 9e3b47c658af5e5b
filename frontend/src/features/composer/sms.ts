/*
 * What a text message costs: a carrier counts segments, and one letter outside the old 7-bit alphabet makes all of them
 * smaller. á í ó ú are outside, é ñ ü ¿ ¡ are inside, so a Spanish sentence may cost three times its neighbour.
 */

const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Inside too, but each takes two places. */
const extended = new Set('^{}\\[~]|€\f');

export interface SmsCost {
  /** What a person would count. */
  characters: number;
  segments: number;
  /** Each letter that forces the wide alphabet, once, as they come. Empty: none does. */
  culprits: readonly string[];
  /** How many segments it would be without the culprits. */
  plain: number;
}

/** Signs that a phone's keyboard or a word processor puts in for plain ones. Accents are letters and stay. */
const straight: readonly (readonly [RegExp, string])[] = [
  [/[‘’‚‛′]/g, "'"],
  [/[“”„‟″]/g, '"'],
  [/[‐‑‒–—]/g, '-'],
  [/…/g, '...'],
  [/[\u00a0\u202f\u2009]/g, ' '],
];

/** The text with curly quotes, long dashes and the ellipsis made plain: nobody misses them, and they are dear. */
export function straighten(text: string): string {
  return straight.reduce((plain, [sign, instead]) => plain.replace(sign, instead), text);
}

export function smsCost(text: string): SmsCost {
  const letters = [...text];
  const culprits = [...new Set(letters.filter((letter) => !basic.has(letter) && !extended.has(letter)))];
  const narrow = letters.map((letter) => (extended.has(letter) ? 2 : 1));
  const plain = segments(narrow, 160, 153);
  const wide = letters.map((letter) => letter.length);
  return { characters: letters.length, segments: culprits.length === 0 ? plain : segments(wide, 70, 67), culprits, plain };
}

/** How many segments letters of these widths fill: alone a segment holds more; a letter is never cut in two. */
function segments(widths: readonly number[], alone: number, each: number): number {
  const total = widths.reduce((sum, width) => sum + width, 0);
  if (total <= alone) return total === 0 ? 0 : 1;
  let count = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > each) {
      count++;
      used = 0;
    }
    used += width;
  }
  return count;
}
