/*
 * What is offered while one types: a sign at a word's start begins it, the letters after it search. It goes by what
 * stands in the field and never by which key made it: / is Shift+7 here and a key of its own there, @ needs AltGr.
 */

export type Sign = '@' | '/' | ':';

export interface Begun {
  sign: Sign;
  /** Where the sign stands. */
  at: number;
  query: string;
}

/** One thing to choose. */
export interface Offer {
  id: string;
  /** What stands first: a name, a shortcut, an emoji. */
  title: string;
  detail: string;
  side?: string;
  /** What takes the place of the sign and the letters. */
  text: string;
}

/** An address such as a@b, a date such as 24/11 and an hour such as 10:30 begin nothing. */
const shapes: Record<Sign, RegExp> = {
  '@': /(?:^|[^\p{L}\p{N}_.-])@([\p{L}\p{N}_.-]*)$/u,
  '/': /(?:^|[\s(¿¡])\/([^\s/]{0,30})$/u,
  ':': /(?:^|[\s(¿¡]):([\p{L}\p{N}_-]{2,30})$/u,
};

/** What the caret stands in; null where it is nothing of these signs. */
export function begunAt(text: string, caret: number, signs: readonly Sign[]): Begun | null {
  const before = text.slice(0, caret);
  for (const sign of signs) {
    const query = shapes[sign].exec(before)?.[1];
    if (query !== undefined) return { sign, at: caret - query.length - 1, query: folded(query) };
  }
  return null;
}

/** The text with the choice in its place, and where the caret goes. */
export function completed(text: string, caret: number, begun: Begun, choice: string): { text: string; caret: number } {
  const head = text.slice(0, begun.at) + choice;
  return { text: head + text.slice(caret).replace(/^ /, choice.endsWith(' ') ? '' : ' '), caret: head.length };
}

/** Letters as they are compared: small, and without accents. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
