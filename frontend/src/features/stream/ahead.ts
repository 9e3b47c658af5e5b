/* The conversations that are likely to be opened next are fetched before, so that they paint at once. */
import type { Desk } from '../../core/contract';

/** The rows after the one somebody is at, or the first ones. */
export function following(order: readonly string[], at: string | null, count = 2): readonly string[] {
  const from = at === null ? 0 : order.indexOf(at) + 1;
  return order.slice(from, from + count);
}

export function fetchAhead(desk: Desk, ids: readonly string[]): void {
  for (const id of ids) {
    const { loaded, loading } = desk.timeline(id);
    if (!loaded && !loading) void desk.openConversation(id);
  }
}
