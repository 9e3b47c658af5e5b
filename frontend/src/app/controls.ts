/* What the actions of actions/settings.ts do: the port that they declare, over preferences, lock and session. */
import type { Controls } from '../actions/settings';
import type { Desk } from '../core/contract';
import { m } from '../i18n/generated/messages.js';
import type { IdleWatch } from '../screen/idle.svelte';
import type { Preferences } from '../screen/preferences.svelte';
import type { View } from '../screen/view.svelte';
import { toasts } from '../ui/toast.svelte';

export function createControls(parts: { desk: Desk; view: View; preferences: Preferences; idle: IdleWatch }): Controls {
  const { desk, view, preferences, idle } = parts;
  return {
    palette() {
      view.palette = true;
    },
    theme: (theme) => preferences.set({ theme }),
    language: (locale) => preferences.set({ locale }),
    flip(what) {
      preferences.setOwn(what === 'singleKeys' ? { single_keys: !preferences.singleKeys } : { enter_sends: !preferences.enterSends });
    },
    desktop: () => void desktop(preferences, !preferences.desktop),
    lock: () => idle.lock(),
    async signOut() {
      await desk.logout();
    },
  };
}

/** Switches desktop notifications. The browser asks its own question here and nowhere else: after a click or a key. */
export async function desktop(preferences: Preferences, on: boolean): Promise<void> {
  if (on && (!('Notification' in window) || (await Notification.requestPermission()) !== 'granted')) {
    toasts.show(m.notify_denied(), 'danger');
    return;
  }
  preferences.set({ desktop: on });
  toasts.show(on ? m.notify_on() : m.notify_off());
}
