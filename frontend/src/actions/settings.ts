import { m } from '../i18n/generated/messages.js';
import type { Action } from './action';

/** What a person sets, and what belongs to the whole page: the port that the app fills. */
export interface Controls {
  palette(): void;
  theme(theme: 'light' | 'dark' | 'system'): void;
  language(locale: 'en' | 'es'): void;
  flip(what: 'singleKeys' | 'enterSends'): void;
  /** Asks the browser where that is needed; nothing is asked before somebody wants it. */
  desktop(): void;
  lock(): void;
  signOut(): Promise<void>;
}

const always = () => true as const;

export function settingsActions(controls: Controls): readonly Action[] {
  const setting = (id: string, label: () => string, run: () => void | Promise<void>): Action => ({ id, label, enabled: always, run });
  return [
    { id: 'palette', label: m.action_palette, keys: ['Mod+K'], inFields: true, enabled: always, run: () => controls.palette() },
    setting('theme-light', m.action_theme_light, () => controls.theme('light')),
    setting('theme-dark', m.action_theme_dark, () => controls.theme('dark')),
    setting('theme-system', m.action_theme_system, () => controls.theme('system')),
    setting('language-en', m.action_language_en, () => controls.language('en')),
    setting('language-es', m.action_language_es, () => controls.language('es')),
    setting('single-keys', m.action_single_keys, () => controls.flip('singleKeys')),
    setting('enter-sends', m.action_enter_sends, () => controls.flip('enterSends')),
    setting('desktop', m.action_desktop, () => controls.desktop()),
    {
      id: 'away',
      label: m.action_away,
      enabled: ({ desk }) => !desk.away() || null,
      run: ({ desk, stage }) => {
        desk.present('away');
        stage.say(m.away_told());
      },
    },
    {
      id: 'online',
      label: m.action_online,
      enabled: ({ desk }) => desk.away() || null,
      run: ({ desk, stage }) => {
        desk.present('online');
        stage.say(m.online_told());
      },
    },
    setting('lock', m.action_lock, () => controls.lock()),
    setting('sign-out', m.settings_sign_out, () => controls.signOut()),
  ];
}
