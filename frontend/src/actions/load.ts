/* How much everybody has in hand: the open conversations that are here, by who holds them. */
import type { Conversation } from '../wire/types';

export function loads(workplace: string, conversations: Iterable<Conversation | undefined>): ReadonlyMap<string, number> {
  const held = new Map<string, number>();
  for (const c of conversations) {
    if (c === undefined || c.workplace !== workplace || c.status !== 'open' || c.holder.user === null) continue;
    held.set(c.holder.user.id, (held.get(c.holder.user.id) ?? 0) + 1);
  }
  return held;
}
