/* Quick responses: finding one by its shortcut or by any word of it, and filling in whom it speaks of. */
import { m } from '../../i18n/generated/messages.js';
import type { QuickResponse } from '../../wire/types';
import { folded, type Offer } from './offer';

/** What a response may name. They are looked up when it is chosen, so a name changed a moment ago is the new one. */
export interface Values {
  'customer.name': string;
  'user.name': string;
  'workplace.name': string;
}

const variable = /\{\{\s*([\w.]+)\s*\}\}/g;

/** The response with its variables filled in. What has no value becomes a blank, so it can't be sent unnoticed. */
export function filled(text: string, values: Values): string {
  return text.replace(variable, (_, name: string) => {
    const value = Object.entries(values).find(([key]) => key === name)?.[1].trim() ?? '';
    return value === '' ? `[${name === 'customer.name' ? m.composer_blank_customer() : name} ___]` : value;
  });
}

/** How well it fits: 0 best; null: not at all. */
function rank({ shortcut, text }: QuickResponse, query: string): number | null {
  const short = folded(shortcut);
  const body = folded(text.replace(variable, ' '));
  if (short.startsWith(query)) return 0;
  if (short.includes(query)) return 1;
  if (body.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(query))) return 2;
  if (body.includes(query)) return 3;
  return query.length > 1 && scattered(short, query) ? 4 : null;
}

/** Whether the letters stand in the word in this order, with others between them. */
function scattered(word: string, letters: string): boolean {
  let from = 0;
  for (const letter of letters) {
    const at = word.indexOf(letter, from);
    if (at < 0) return false;
    from = at + letter.length;
  }
  return true;
}

const most = 8;

export function quickOffers(responses: readonly QuickResponse[], query: string, values: Values): Offer[] {
  return responses
    .flatMap((response) => {
      const fits = rank(response, query);
      return fits === null ? [] : [{ response, fits }];
    })
    .sort((a, b) => a.fits - b.fits || a.response.shortcut.localeCompare(b.response.shortcut))
    .slice(0, most)
    .map(({ response }) => {
      const text = filled(response.text, values);
      return { id: response.id, title: `/${response.shortcut}`, detail: text, text };
    });
}
