/* Finding the @handle that is being typed, and putting the chosen one in its place. */
import type { Member } from '../../wire/types';

export interface Begun {
  /** Where the @ stands. */
  at: number;
  query: string;
}

/** The mention that the caret stands in; null where there is none. An address such as a@b is none. */
export function begunAt(text: string, caret: number): Begun | null {
  const match = /(^|[^\w.-])@([\w.-]*)$/u.exec(text.slice(0, caret));
  const query = match?.[2];
  return query === undefined ? null : { at: caret - query.length - 1, query: query.toLowerCase() };
}

/** Who may be meant: handles and words of names that begin so. */
export function candidates(members: readonly Member[], query: string): Member[] {
  const fits = (word: string) => word.toLowerCase().startsWith(query);
  return members.filter((one) => one.active && (fits(one.handle) || one.name.split(' ').some(fits))).slice(0, 6);
}

/** The text with the mention finished, and where the caret goes. */
export function completed(text: string, caret: number, begun: Begun, handle: string): { text: string; caret: number } {
  const head = `${text.slice(0, begun.at)}@${handle} `;
  return { text: head + text.slice(caret).replace(/^ /, ''), caret: head.length };
}
