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

/** A group of rows; where there is `more`, pages of older ones may still be loaded. */
export interface Group<Key> {
  key: Key;
  ids: readonly string[];
  more: boolean;
}

/**
 * Groups that are held still, while a pointer or the focus is in them: every row stays where it stood, also one that
 * belongs into another group by now; only pages that were loaded meanwhile come after it. So each conversation stands
 * in one place. `updates` is how many conversations would come, go or move up if they were let go. Where no row stood,
 * none can move, and the first ones show at once.
 */
export function hold<Key>(held: readonly Group<Key>[], live: readonly Group<Key>[]): { groups: { key: Key; ids: readonly string[] }[]; updates: number } {
  const stood = new Map(held.flatMap(({ key, ids }) => ids.map((id, at) => [id, { key, at }])));
  if (stood.size === 0) return { groups: live.map(({ key, ids }) => ({ key, ids })), updates: 0 };
  const gone = new Set(stood.keys());
  let updates = 0;
  const groups = live.map(({ key, ids }) => {
    const before = held.find((group) => group.key === key);
    const kept = before?.ids ?? [];
    const last = ids.findLastIndex((id) => stood.get(id)?.key === key);
    const loaded = before?.more && (last >= 0 || kept.length === 0) ? ids.slice(last + 1).filter((id) => !stood.has(id)) : [];
    updates -= loaded.length;
    let lowest = Infinity;
    for (const id of ids.toReversed()) {
      const place = stood.get(id);
      gone.delete(id);
      if (place?.key !== key) updates += 1;
      else if (place.at > lowest) updates += 1;
      else lowest = place.at;
    }
    return { key, ids: [...kept, ...loaded] };
  });
  return { groups, updates: updates + gone.size };
}
