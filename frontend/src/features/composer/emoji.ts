/* Finding an emoji by a word, in whichever of the two languages it comes to mind. The list itself is loaded when needed. */
import { folded, type Offer } from './offer';

/** The sign, and its words in English and Spanish; the first of each is its name. */
export type Emoji = readonly [sign: string, en: string, es: string];

export function emojiName([, en, es]: Emoji, locale: 'en' | 'es'): string {
  return (locale === 'es' ? es : en).split(',', 1)[0] ?? '';
}

/** Those with a word that begins with each word of the query: first whose name begins so, then whose name has it. */
export function findEmoji(all: readonly Emoji[], query: string): readonly Emoji[] {
  const wanted = folded(query).split(/[\s_]+/).filter(Boolean);
  if (wanted.length === 0) return all;
  const fits = (words: string) => {
    const list = folded(words).split(/[\s,]+/);
    return wanted.every((part) => list.some((word) => word.startsWith(part)));
  };
  const rank = (emoji: Emoji): number | null => {
    const names = [emojiName(emoji, 'en'), emojiName(emoji, 'es')];
    if (names.some((name) => folded(name).startsWith(wanted.join(' ')))) return 0;
    if (names.some(fits)) return 1;
    return fits(emoji[1]) || fits(emoji[2]) ? 2 : null;
  };
  const ranked = all.map((emoji) => ({ emoji, rank: rank(emoji) }));
  return [0, 1, 2].flatMap((level) => ranked.filter((one) => one.rank === level).map(({ emoji }) => emoji));
}

export function emojiOffers(all: readonly Emoji[], query: string, locale: 'en' | 'es'): Offer[] {
  return findEmoji(all, query)
    .slice(0, 8)
    .map((emoji) => ({ id: emoji[0], title: emoji[0], detail: emojiName(emoji, locale), text: `${emoji[0]} ` }));
}
