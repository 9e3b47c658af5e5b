/* The order inside a section: what rings first, and those who wait longest where the reader wants that. */
import { alarm } from '../../core/alarm';
import type { Conversation } from '../../wire/types';

/** Who waits comes first, the longest before all; the rest stay as they were, newest first. */
export function longestFirst(ids: readonly string[], find: (id: string) => Conversation | undefined): string[] {
  const since = (id: string) => find(id)?.waiting_since ?? null;
  const waiting = ids.filter((id) => since(id) !== null);
  const others = ids.filter((id) => since(id) === null);
  return [...waiting.sort((a, b) => (since(a) ?? '').localeCompare(since(b) ?? '')), ...others];
}

/** What nobody has acknowledged yet comes first; the rest stay as they were. */
export function alarmsFirst(ids: readonly string[], find: (id: string) => Conversation | undefined): readonly string[] {
  const rings = ids.filter((id) => {
    const c = find(id);
    return c !== undefined && alarm(c) !== null;
  });
  return rings.length === 0 ? ids : [...rings, ...ids.filter((id) => !rings.includes(id))];
}

/** The conversation that has waited longest, of several lists. */
export function longestWaiting(ids: readonly string[], find: (id: string) => Conversation | undefined): string | null {
  const [first] = longestFirst(ids, find);
  return first !== undefined && find(first)?.waiting_since ? first : null;
}

/**
 * A list that is held still, while a pointer or the focus is in it: every row stays where it was, pages that were loaded
 * meanwhile come after it. `updates` is how many rows would come, go or move up if it were let go.
 */
export function hold(held: readonly string[], live: readonly string[]): { shown: readonly string[]; updates: number } {
  const place = new Map(held.map((id, i) => [id, i]));
  const lastKept = live.findLastIndex((id) => place.has(id));
  const shown = [...held, ...live.slice(lastKept + 1).filter(() => lastKept >= 0 || held.length === 0)];
  const here = new Set(live);
  const gone = held.filter((id) => !here.has(id)).length;
  const come = live.filter((id) => !place.has(id)).length - (shown.length - held.length);
  let moved = 0;
  let lowest = Infinity;
  for (const id of live.toReversed()) {
    const at = place.get(id);
    if (at === undefined) continue;
    if (at > lowest) moved += 1;
    lowest = Math.min(lowest, at);
  }
  return { shown, updates: gone + come + moved };
}
