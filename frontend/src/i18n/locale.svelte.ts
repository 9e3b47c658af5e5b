/*
 * The language of the page. Messages read it through Paraglide's getLocale, which here is a piece of state: whatever
 * shows a message is drawn again when the language changes, without a reload and without losing what was typed.
 */
import { baseLocale, isLocale, locales, overwriteGetLocale, type Locale } from './generated/runtime.js';

export { locales, type Locale };

class Language {
  #current = $state<Locale>(baseLocale);

  get current(): Locale {
    return this.#current;
  }

  /** The name that Intl wants: Puerto Rico writes 2:05 p. m. and 1,234.5, other Spanish does not. */
  get tag(): string {
    return this.#current === 'es' ? 'es-PR' : 'en-US';
  }

  choose(locale: Locale): void {
    this.#current = locale;
    document.documentElement.lang = this.tag;
  }
}

export const language = new Language();

/** Called once, before anything is drawn: the chosen language, else the browser's, else English. */
export function startLanguage(chosen: string | null): void {
  overwriteGetLocale(() => language.current);
  const wanted = [chosen, ...navigator.languages.map((tag) => tag.slice(0, 2))].find((tag) => isLocale(tag));
  language.choose(isLocale(wanted) ? wanted : baseLocale);
}
