/* What only somebody who is in needs: all of the desk, fetched while they sign in. */
import { allActions } from '../actions/all';
import { Registry } from '../actions/registry';
import { settingsActions } from '../actions/settings';
import { createDesk } from '../core/desk';
import type { FrontDoor } from '../core/entrance';
import { Clock } from '../screen/clock.svelte';
import type { Screen } from '../screen/context';
import type { IdleWatch } from '../screen/idle.svelte';
import { Model } from '../screen/model.svelte';
import type { Preferences } from '../screen/preferences.svelte';
import type { Router } from '../screen/router.svelte';
import { View } from '../screen/view.svelte';
import { createControls } from './controls';
import { Attention } from './signals/attention.svelte';

export { default as Inside } from './Inside.svelte';

/** What the page had before the desk came, and goes on with. */
export interface Threshold {
  readonly door: FrontDoor;
  readonly preferences: Preferences;
  readonly router: Router;
  readonly idle: IdleWatch;
}

/** Made once for a page, whoever comes in and goes. */
export function furnish({ door, preferences, router, idle }: Threshold): { app: Screen; idle: IdleWatch; attention: Attention } {
  const desk = createDesk({}, door);
  const model = new Model(desk);
  preferences.follow(model);
  const view = new View();
  const controls = createControls({ desk, view, preferences, idle });
  const actions = new Registry([...allActions, ...settingsActions(controls)], () => preferences.keys);
  return { app: { model, router, view, preferences, clock: new Clock(), actions }, idle, attention: new Attention({ model, preferences, router, locked: () => idle.locked }) };
}
