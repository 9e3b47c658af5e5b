/*
 * What a person likes: on this device, kept in the browser, and wherever they sign in, kept by the server. Never anything
 * of a customer: only the names below.
 */
import { isLocale } from '../i18n/generated/runtime.js';
import { language, type Locale } from '../i18n/locale.svelte';
import type { OwnKeys } from '../actions/registry';
import type { FilterWord, Preferences as Own } from '../wire/types';
import type { Model } from './model.svelte';

const place = 'relevo.preferences';
const noKeys: OwnKeys = {};

export type Theme = 'system' | 'light' | 'dark';
export type Density = 'comfortable' | 'compact';

interface Kept {
  locale: Locale | null;
  theme: Theme;
  density: Density;
  soundMessage: boolean;
  soundAssigned: boolean;
  soundEscalation: boolean;
  soundTold: boolean;
  desktop: boolean;
  panel: boolean;
  folded: string[];
  streamWidth: number;
  panelWidth: number;
  /** The words of the stream's filter as it was left, by user: several may share a browser. */
  filters: Record<string, string>;
}

const defaults: Kept = {
  locale: null,
  theme: 'system',
  density: 'comfortable',
  soundMessage: true,
  soundAssigned: true,
  soundEscalation: true,
  soundTold: true,
  desktop: false,
  panel: true,
  folded: ['closed'],
  streamWidth: 340,
  panelWidth: 320,
  filters: {},
};

function read(): Kept {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '{}');
    return kept !== null && typeof kept === 'object' ? { ...defaults, ...kept } : { ...defaults };
  } catch {
    return { ...defaults };
  }
}

export class Preferences {
  #kept = $state<Kept>(read());
  #model: Model | null = null;

  /** From here on there is a desk, which knows what the person has set on every device. */
  follow(model: Model): void {
    this.#model = model;
  }

  get locale(): Locale | null {
    return this.#kept.locale;
  }
  get theme(): Theme {
    return this.#kept.theme;
  }
  get density(): Density {
    return this.#kept.density;
  }
  get singleKeys(): boolean {
    return this.#own.single_keys ?? true;
  }
  get enterSends(): boolean {
    return this.#own.enter_sends ?? true;
  }
  get soundMessage(): boolean {
    return this.#kept.soundMessage;
  }
  get soundAssigned(): boolean {
    return this.#kept.soundAssigned;
  }
  get soundEscalation(): boolean {
    return this.#kept.soundEscalation;
  }
  get soundTold(): boolean {
    return this.#kept.soundTold;
  }
  /** Desktop notifications are wanted; whether the browser shows them is its own matter. */
  get desktop(): boolean {
    return this.#kept.desktop;
  }
  get panel(): boolean {
    return this.#kept.panel;
  }
  get longestFirst(): boolean {
    return this.#own.longest_first ?? false;
  }
  /** The keys of actions, where they are not those that an action comes with. */
  get keys(): OwnKeys {
    return this.#own.keys ?? noKeys;
  }
  get savedFilters(): readonly (readonly FilterWord[])[] {
    return (this.#own.filters ?? []).map(({ words }) => words);
  }
  get streamWidth(): number {
    return this.#kept.streamWidth;
  }
  get panelWidth(): number {
    return this.#kept.panelWidth;
  }

  get #own(): Own {
    return this.#model?.preferences ?? {};
  }

  filter(user: string): string {
    return this.#kept.filters[user] ?? '';
  }

  keepFilter(user: string, words: string): void {
    this.#keep({ filters: { ...this.#kept.filters, [user]: words } });
  }

  folded(section: string): boolean {
    return this.#kept.folded.includes(section);
  }

  fold(section: string, on: boolean): void {
    const others = this.#kept.folded.filter((key) => key !== section);
    this.#keep({ folded: on ? [...others, section] : others });
  }

  /** Sets what follows the person to their other devices. */
  setOwn(change: Own): void {
    this.#model?.desk.setPreferences(change);
  }

  /** Sets what is this device's. */
  set(change: Partial<Omit<Kept, 'folded' | 'filters'>>): void {
    this.#keep(change);
    if (change.locale !== undefined && isLocale(change.locale)) language.choose(change.locale);
    this.apply();
  }

  /** Theme and density are attributes of the document; tokens.css does the rest. */
  apply(): void {
    const root = document.documentElement;
    root.dataset['theme'] = this.#kept.theme;
    root.dataset['density'] = this.#kept.density;
  }

  #keep(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change };
    try {
      localStorage.setItem(place, JSON.stringify(this.#kept));
    } catch {
      // A browser that keeps nothing still works; the choice lasts as long as the page.
    }
  }
}
