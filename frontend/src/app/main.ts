import { mount } from 'svelte';
import '../ui/tokens.css';
import '../ui/base.css';
import { allActions } from '../actions/all';
import { Registry } from '../actions/registry';
import { settingsActions } from '../actions/settings';
import { browserShelf, Idle } from '../core/idle';
import { realTimers } from '../core/surroundings';
import { createDesk } from '../core/desk';
import { startLanguage } from '../i18n/locale.svelte';
import App from './App.svelte';
import { createControls } from './controls';
import { keepShell } from './worker';
import { Attention } from './signals/attention.svelte';
import { Clock } from '../screen/clock.svelte';
import { IdleWatch } from '../screen/idle.svelte';
import { Model } from '../screen/model.svelte';
import { Preferences } from '../screen/preferences.svelte';
import { Router } from '../screen/router.svelte';
import { View } from '../screen/view.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('the page has no place for the app');

const desk = createDesk();
const model = new Model(desk);
const preferences = new Preferences(model);
startLanguage(preferences.locale);
preferences.apply();

// Whoever goes lets go of the field that they were in, before the screens go with it.
desk.subscribe('session', () => {
  if (desk.session().state !== 'signed_in' && document.activeElement instanceof HTMLElement) document.activeElement.blur();
});
const router = new Router();
const view = new View();
const idle = new IdleWatch(new Idle(browserShelf, realTimers, idleLimit));
const controls = createControls({ desk, view, preferences, idle });
mount(App, {
  target,
  props: {
    idle,
    attention: new Attention({ model, preferences, router }),
    app: {
      model,
      router,
      view,
      preferences,
      clock: new Clock(),
      actions: new Registry([...allActions, ...settingsActions(controls)], () => preferences.keys),
    },
  },
});
void desk.start();
if (import.meta.env.PROD) addEventListener('load', keepShell, { once: true });

/** After how long the screen locks, as the server says. */
function idleLimit(): number {
  const session = desk.session();
  return session.state === 'signed_in' ? session.me.idle_lock_seconds * 1000 : Infinity;
}
