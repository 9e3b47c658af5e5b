/* The order inside a section, where the reader wants those first who wait longest. */
import type { Conversation } from '../../wire/types';

/** Who waits comes first, the longest before all; the rest stay as they were, newest first. */
export function longestFirst(ids: readonly string[], find: (id: string) => Conversation | undefined): string[] {
  const since = (id: string) => find(id)?.waiting_since ?? null;
  const waiting = ids.filter((id) => since(id) !== null);
  const others = ids.filter((id) => since(id) === null);
  return [...waiting.sort((a, b) => (since(a) ?? '').localeCompare(since(b) ?? '')), ...others];
}

/** The conversation that has waited longest, of several lists. */
export function longestWaiting(ids: readonly string[], find: (id: string) => Conversation | undefined): string | null {
  const [first] = longestFirst(ids, find);
  return first !== undefined && find(first)?.waiting_since ? first : null;
}
