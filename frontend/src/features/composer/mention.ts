/* Who is offered after an @ in a note. */
import { roleName } from '../../i18n/words';
import type { Member } from '../../wire/types';
import { folded, type Offer } from './offer';

/** Who may be meant, the writer excepted: handles and words of names that begin so. */
export function candidates(members: readonly Member[], query: string, me: string): Member[] {
  const fits = (word: string) => folded(word).startsWith(query);
  return members.filter((one) => one.active && one.id !== me && (fits(one.handle) || one.name.split(' ').some(fits))).slice(0, 6);
}

export function mentionOffers(members: readonly Member[], query: string, me: string): Offer[] {
  return candidates(members, query, me).map(({ id, name, handle, role }) => ({ id, title: name, detail: `@${handle}`, side: roleName(role), text: `@${handle} ` }));
}
