/*
 * What the stream shows: its groups in the reader's order, through the reader's filter, and held still while a pointer or
 * the focus is among the rows.
 */
import { untrack } from 'svelte';
import type { Screen } from '../../screen/context';
import type { FilterWord, SectionKey } from '../../wire/types';
import { lacks, parseFilter, passes, tally } from './filters';
import { alarmsFirst, type Group, hold, longestFirst } from './order';

const all: readonly SectionKey[] = ['mine', 'staff', 'agents', 'lara', 'closed'];
/** Where an alarm may ring. */
const alarming: readonly SectionKey[] = ['mine', 'staff', 'agents'];
/** Overdue is a matter of minutes: looking every ten seconds is enough. */
const look = 10_000;

export class Arranged {
  readonly #screen: Screen;
  readonly #workplace: () => string;
  #words = $state.raw<readonly FilterWord[]>([]);
  #held = $state.raw<readonly Group<SectionKey>[] | null>(null);
  /** Pages that were asked for, so that one that can't be had is not asked for without end. */
  readonly #asked = new Set<string>();

  readonly #view = $derived.by(() => this.#screen.model.workplace(this.#workplace()));
  readonly keys = $derived.by(() => all.filter((key) => key !== 'agents' || this.#view?.workplace.agents_service !== false));
  readonly #slow = $derived.by(() => Math.floor(this.#screen.clock.now / look) * look);
  readonly #live = $derived.by(() => this.keys.map((key) => this.#group(key)));
  readonly #shown = $derived.by(() => (this.#held === null ? { groups: this.#live, updates: 0 } : hold(this.#held, this.#live)));
  /** The sections of which the filter would miss something. */
  readonly #lacking = $derived.by(() => {
    const { model, preferences } = this.#screen;
    if (this.#words.length === 0) return [];
    return this.keys
      .filter((key) => !preferences.folded(key))
      .map((key) => model.section(this.#workplace(), key))
      .filter((section) => lacks(this.#words, section, section.ids.filter((id) => model.conversation(id)?.waiting_since).length));
  });

  constructor(screen: Screen, workplace: () => string) {
    this.#screen = screen;
    this.#workplace = workplace;
    // Whoever was sent an address sees what its sender saw; else it is as one left it.
    const shared = new URLSearchParams(location.search).get('filter');
    this.#words = parseFilter(shared ?? screen.preferences.filter(screen.model.me?.id ?? ''));

    $effect(() => {
      for (const { key, next } of this.#lacking) untrack(() => this.#more(key, next));
    });
    $effect(() => {
      void screen.router.route;
      const query = this.#words.length === 0 ? '' : `?filter=${this.#words.join(',')}`;
      if (location.search !== query) history.replaceState(history.state, '', location.pathname + query);
    });
  }

  get groups(): readonly { key: SectionKey; ids: readonly string[] }[] {
    return this.#shown.groups;
  }

  /** How many conversations are kept from where they belong. */
  get updates(): number {
    return this.#shown.updates;
  }

  get words(): readonly FilterWord[] {
    return this.#words;
  }

  filter(words: readonly FilterWord[]): void {
    this.#words = words;
    this.#held = null;
    this.#screen.preferences.keepFilter(this.#screen.model.me?.id ?? '', words.join(','));
  }

  /** How many conversations each of these filters lets through. Looked at with the clock: no event pays for it. */
  tally(filters: readonly (readonly FilterWord[])[]): readonly (number | null)[] {
    const { model, clock } = this.#screen;
    const now = clock.now;
    return untrack(() => {
      if (!this.#view?.loaded) return filters.map(() => null);
      const sections = this.keys.map((key) => model.section(this.#workplace(), key));
      return tally(filters, sections, (id) => model.desk.conversation(id), { now, language: this.#view.workplace.language });
    });
  }

  through(id: string): boolean {
    if (this.#words.length === 0) return true;
    const around = { now: this.#words.includes('overdue') ? this.#slow : 0, language: this.#view?.workplace.language ?? 'en' };
    return passes(this.#words, this.#screen.model.conversation(id), around);
  }

  get held(): boolean {
    return this.#held !== null;
  }

  freeze(): void {
    this.#held = this.#view?.loaded ? this.#live : null;
  }

  release(): void {
    this.#held = null;
  }

  // The order is read only where it depends on the conversations themselves: a message to Lara sorts nothing anew. That
  // an alarm begins or ends changes its section, so what rings needs no look at each conversation's every change.
  #group(key: SectionKey): Group<SectionKey> {
    const { model, preferences } = this.#screen;
    const { ids, next } = model.section(this.#workplace(), key);
    const through = this.#words.length === 0 ? ids : ids.filter((id) => this.through(id));
    const ordered = preferences.longestFirst && key !== 'closed' ? longestFirst(through, (id) => model.conversation(id)) : through;
    const arranged = alarming.includes(key) ? alarmsFirst(ordered, (id) => model.desk.conversation(id)) : ordered;
    return { key, ids: arranged, more: next !== null };
  }

  #more(key: SectionKey, next: string | null): void {
    const page = `${key} ${next}`;
    if (this.#asked.has(page)) return;
    this.#asked.add(page);
    void this.#screen.model.desk.loadMore(this.#workplace(), key);
  }
}
