import { mount } from 'svelte';
import '../ui/tokens.css';
import '../ui/base.css';
import { browserShelf, Idle } from '../core/idle';
import { realTimers } from '../core/surroundings';
import { FrontDoor } from '../core/entrance';
import { startLanguage } from '../i18n/locale.svelte';
import App from './App.svelte';
import { keepShell } from './worker';
import { IdleWatch } from '../screen/idle.svelte';
import { Preferences } from '../screen/preferences.svelte';
import { Router } from '../screen/router.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('the page has no place for the app');

const door = new FrontDoor();
const preferences = new Preferences();
startLanguage(preferences.locale);
preferences.apply();

// Whoever goes lets go of the field that they were in, before the screens go with it.
let inside = false;
door.subscribe('session', () => {
  const wasInside = inside;
  inside = door.session().state === 'signed_in';
  if (wasInside && !inside && document.activeElement instanceof HTMLElement) document.activeElement.blur();
});
const idle = new IdleWatch(new Idle(browserShelf, realTimers, idleLimit));
mount(App, { target, props: { door, preferences, idle, router: new Router() } });
void door.start();
if (import.meta.env.PROD) addEventListener('load', keepShell, { once: true });

/** After how long the screen locks, as the server says. */
function idleLimit(): number {
  const session = door.session();
  return session.state === 'signed_in' ? session.me.idle_lock_seconds * 1000 : Infinity;
}
