/*
 * Blanks in a text that somebody still has to fill in: ___ or [____] or [day ___]. They stand in the text itself, so a
 * draft keeps them, and a text with one is not sent.
 */

export interface Blank {
  from: number;
  to: number;
  /** What it is called: its own word, else the words before it; empty where there are none. */
  name: string;
  /** Whether the name is its own. */
  own: boolean;
}

const shape = /\[[^[\]\n]*_{3,}[^[\]\n]*\]|_{3,}/g;

export function blanksIn(text: string): Blank[] {
  return [...text.matchAll(shape)].map((match) => {
    const own = match[0].replace(/[[\]_]+/g, ' ').trim();
    const name = own === '' ? wordsBefore(text.slice(0, match.index)) : own;
    return { from: match.index, to: match.index + match[0].length, name, own: own !== '' };
  });
}

/** The next blank after the selection, or the one before it. No way round: Tab must lead out of the field in the end. */
export function nextBlank(text: string, selection: { from: number; to: number }, back: boolean): Blank | undefined {
  const blanks = blanksIn(text);
  const selected = (blank: Blank) => blank.from === selection.from && blank.to === selection.to;
  if (back) return blanks.findLast((blank) => blank.to <= selection.from && !selected(blank));
  return blanks.find((blank) => blank.from >= selection.from && blank.to >= selection.to && !selected(blank));
}

/** The last few words of a text, on its last line, without another blank among them. */
function wordsBefore(text: string): string {
  const line = text.slice(text.lastIndexOf('\n') + 1).replace(/.*(\]|___)/, '');
  return line.trim().split(/\s+/).slice(-4).join(' ');
}
