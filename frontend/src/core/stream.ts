import type { Conversation, SectionKey, StreamSection } from '../wire/types';
import { alarm } from './alarm';
import type { Section } from './model';

/** The sections of an Activity Stream, in its order. */
export const sectionKeys: readonly SectionKey[] = ['mine', 'staff', 'agents', 'lara', 'closed'];

/** Where a conversation stands in its workplace's stream, and whether it counts as unanswered. */
export interface Place {
  key: SectionKey;
  waiting: boolean;
  /** Whether an alarm rings in it: whoever shows the section may put it first. */
  rings: boolean;
  /** The newest message's seq: the order inside a section. */
  order: number;
}

/** Where a conversation stands for this reader; null where nothing has opened it yet. */
export function placeOf(c: Conversation | undefined, me: string): Place | null {
  if (c === undefined || c.episode === 0) return null;
  const order = c.last_message?.seq ?? 0;
  if (c.status === 'closed') return { key: 'closed', waiting: false, rings: false, order };
  const key = c.holder.user?.id === me ? 'mine' : c.holder.team;
  return { key, waiting: c.waiting_since !== null, rings: alarm(c) !== null, order };
}

interface List {
  view: Section;
  /** The order of the last row of the loaded part: what is older is counted, but stands in no list. */
  floor: number;
}

/**
 * One workplace's Activity Stream: five lists, newest first, with their counts. The lists hold the loaded part; the
 * counts hold everything, and stay right because every conversation's step from place to place is told.
 */
export class Stream {
  #lists: Map<SectionKey, List>;
  /** The places of what stands in a list: what the order is looked up by. */
  #placed = new Map<string, Place>();

  constructor(sections: readonly StreamSection[], me: string) {
    this.#lists = new Map(sectionKeys.map((key) => [key, { view: empty(key), floor: 0 }]));
    for (const section of sections) this.#fill(section, me);
  }

  section(key: SectionKey): Section {
    return this.#lists.get(key)?.view ?? empty(key);
  }

  /** A conversation went from one place to another; answers the sections in which anything changed. */
  move(id: string, before: Place | null, after: Place | null): SectionKey[] {
    if (before && after && before.key === after.key && before.order === after.order) {
      if (this.#placed.has(id)) this.#placed.set(id, after);
      if (before.waiting !== after.waiting) {
        this.#change(after.key, { unanswered: this.section(after.key).unanswered + (after.waiting ? 1 : -1) });
        return [after.key];
      }
      return before.rings === after.rings ? [] : [after.key];
    }
    const changed = new Set<SectionKey>();
    if (before) {
      const { ids, count, unanswered } = this.section(before.key);
      const listed = this.#placed.delete(id);
      this.#change(before.key, {
        ids: listed ? ids.filter((other) => other !== id) : ids,
        count: count - 1,
        unanswered: unanswered - (before.waiting ? 1 : 0),
      });
      changed.add(before.key);
    }
    if (after) {
      const { ids, count, unanswered } = this.section(after.key);
      this.#change(after.key, {
        ids: this.#inserted(id, after, ids),
        count: count + 1,
        unanswered: unanswered + (after.waiting ? 1 : 0),
      });
      changed.add(after.key);
    }
    return [...changed];
  }

  /** A conversation that is counted already came to be known: it may belong into the loaded part. */
  list(id: string, place: Place): SectionKey[] {
    if (this.#placed.has(id)) return [];
    const { ids } = this.section(place.key);
    const next = this.#inserted(id, place, ids);
    if (next === ids) return [];
    this.#change(place.key, { ids: next });
    return [place.key];
  }

  /** The part of a section that follows the loaded one. */
  append(key: SectionKey, conversations: readonly Conversation[], next: string | null, me: string): void {
    const list = this.#lists.get(key);
    if (!list) return;
    let floor = list.floor;
    for (const c of conversations) floor = Math.min(floor, c.last_message?.seq ?? 0);
    list.floor = next === null ? 0 : floor;
    list.view = { ...list.view, next, loading: false };
    for (const c of conversations) {
      const place = placeOf(c, me);
      if (place?.key === key) this.list(c.id, place);
    }
  }

  loading(key: SectionKey, loading: boolean): void {
    this.#change(key, { loading });
  }

  #fill(section: StreamSection, me: string): void {
    const last = section.conversations.at(-1);
    const view: Section = {
      key: section.key,
      ids: section.conversations.map((c) => c.id),
      count: section.count,
      unanswered: section.unanswered,
      next: section.next,
      loading: false,
    };
    this.#lists.set(section.key, { view, floor: section.next === null ? 0 : (last?.last_message?.seq ?? 0) });
    for (const c of section.conversations) {
      const place = placeOf(c, me);
      if (place) this.#placed.set(c.id, place);
    }
  }

  #inserted(id: string, place: Place, ids: readonly string[]): readonly string[] {
    const list = this.#lists.get(place.key);
    if (!list || (list.view.next !== null && place.order < list.floor)) return ids;
    this.#placed.set(id, place);
    let at = ids.findIndex((other) => (this.#placed.get(other)?.order ?? 0) < place.order);
    if (at < 0) at = ids.length;
    return [...ids.slice(0, at), id, ...ids.slice(at)];
  }

  #change(key: SectionKey, change: Partial<Section>): void {
    const list = this.#lists.get(key);
    if (list) list.view = { ...list.view, ...change };
  }
}

export function empty(key: SectionKey): Section {
  return { key, ids: [], count: 0, unanswered: 0, next: null, loading: false };
}
