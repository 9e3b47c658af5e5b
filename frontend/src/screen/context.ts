/* What every screen below the app may ask for. Set once, in app/App.svelte. */
import { createContext } from 'svelte';
import type { Clock } from './clock.svelte';
import type { Model } from './model.svelte';
import type { Preferences } from './preferences.svelte';
import type { Router } from './router.svelte';
import type { View } from './view.svelte';
import type { Registry } from '../actions/registry';

export interface Screen {
  readonly model: Model;
  readonly router: Router;
  readonly view: View;
  readonly preferences: Preferences;
  readonly clock: Clock;
  readonly actions: Registry;
}

export const [useScreen, provideScreen] = createContext<Screen>();
