/*
 * Filters of the stream: a handful of words that are kept with a person's preferences and stand in the address, so that
 * a colleague can be sent what one sees. They name kinds of conversations and never a customer.
 */
import { heat } from '../../screen/waiting';
import type { Section } from '../../core/model';
import type { Conversation, FilterWord } from '../../wire/types';

export const filterWords: readonly FilterWord[] = ['unanswered', 'overdue', 'escalated', 'sms', 'web', 'en', 'es'];
/** So many filters can be saved. */
export const mostSaved = 20;

/** What a filter needs beside the conversation. */
export interface Around {
  now: number;
  /** The workplace's language: that of customers who have shown none. */
  language: string;
}

/** A conversation has one channel and one language: choosing the other lets the first go. */
const instead: Partial<Record<FilterWord, FilterWord>> = { sms: 'web', web: 'sms', en: 'es', es: 'en' };

const tests: Record<FilterWord, (c: Conversation, around: Around) => boolean> = {
  // Whom nobody has answered yet. A sentence that only hands over, or an automatic text, answers nobody.
  unanswered: (c) => c.status === 'open' && c.waiting_since !== null,
  overdue: (c, { now }) => c.status === 'open' && c.waiting_since !== null && heat(now - Date.parse(c.waiting_since), c.holder.team) === 'over',
  escalated: (c) => c.status === 'open' && c.escalation !== null,
  sms: (c) => c.channel.kind !== 'web',
  web: (c) => c.channel.kind === 'web',
  en: (c, { language }) => (c.customer.language || language) === 'en',
  es: (c, { language }) => (c.customer.language || language) === 'es',
};

/** The words in a text of the address or the preferences; what is none of them is left out. */
export function parseFilter(text: string): FilterWord[] {
  const said = text.split(',');
  return filterWords.filter((word) => said.includes(word));
}

export function toggle(words: readonly FilterWord[], word: FilterWord): FilterWord[] {
  if (words.includes(word)) return words.filter((one) => one !== word);
  return filterWords.filter((one) => one === word || (words.includes(one) && one !== instead[word]));
}

/** Whether a conversation is what every word asks for. */
export function passes(words: readonly FilterWord[], c: Conversation | undefined, around: Around): boolean {
  return c !== undefined && words.every((word) => tests[word](c, around));
}

/** Whether two filters ask for the same, in whatever order. */
export function same(one: readonly FilterWord[], other: readonly FilterWord[]): boolean {
  return one.length === other.length && one.every((word) => other.includes(word));
}

/**
 * How many open conversations each filter lets through; null where that can't be told, because some that may count are
 * not here yet. Who is unanswered the server counts.
 */
export function tally(
  filters: readonly (readonly FilterWord[])[],
  sections: readonly Section[],
  find: (id: string) => Conversation | undefined,
  around: Around,
): readonly (number | null)[] {
  const open = sections.filter(({ key }) => key !== 'closed');
  const here = open.map(({ ids }) => ids.flatMap((id) => find(id) ?? []));
  const waiting = here.map((list) => list.filter((c) => c.waiting_since !== null).length);
  return filters.map((words) => {
    if (same(words, ['unanswered'])) return open.reduce((sum, { unanswered }) => sum + unanswered, 0);
    if (open.some((section, i) => misses(words, section, waiting[i] ?? 0))) return null;
    return here.flat().filter((c) => passes(words, c, around)).length;
  });
}

/**
 * Whether the rest of a section has to be fetched for the filter to be right. Who waits is counted by the server, so
 * that a section whose waiting are all here needs nothing more.
 */
export function lacks(words: readonly FilterWord[], section: Section, waitingHere: number): boolean {
  return words.length > 0 && !section.loading && section.key !== 'closed' && misses(words, section, waitingHere);
}

function misses(words: readonly FilterWord[], section: Section, waitingHere: number): boolean {
  const onlyWaiting = words.includes('unanswered') || words.includes('overdue');
  return section.next !== null && (!onlyWaiting || waitingHere < section.unanswered);
}
