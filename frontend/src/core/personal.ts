import type { Preferences } from '../wire/types';
import type { Api } from './api';
import type { Shelf } from './idle';
import { problemOf } from './problem';
import type { Signals } from './signals';
import type { Timers } from './surroundings';

const place = 'relevo.unsaved-preferences';
const retryMs = 5_000;

/** What is not with the server yet, and whose it is. */
interface Waiting {
  user: string;
  change: Preferences;
}

/**
 * What I set for myself and find again on every device. It holds here at once and is with the server soon after; what
 * could not be sent yet waits in the browser, also over a reload.
 */
export class Personal {
  readonly #api: Api;
  readonly #signals: Signals;
  readonly #timers: Timers;
  readonly #shelf: Shelf;
  #user: string | null = null;
  /** What the server has; what is on its way there, null where nothing is; and what waits to go. */
  #known: Preferences = {};
  #flying: Preferences | null = null;
  #waiting: Preferences = {};
  #cancel: () => void = () => {};

  constructor(parts: { api: Api; signals: Signals; timers: Timers; shelf: Shelf }) {
    this.#api = parts.api;
    this.#signals = parts.signals;
    this.#timers = parts.timers;
    this.#shelf = parts.shelf;
  }

  get(): Preferences {
    return { ...this.#known, ...this.#flying, ...this.#waiting };
  }

  set(change: Preferences): void {
    this.#waiting = { ...this.#waiting, ...change };
    this.#changed();
    this.flush();
  }

  /** Somebody is in; `known`: what the server has of theirs. */
  enter(user: string, known: Preferences): void {
    this.#known = known;
    if (user !== this.#user) {
      this.#user = user;
      this.#waiting = this.#kept(user);
    }
    this.#signals.emit('preferences');
    this.flush();
  }

  /** Nobody is in any more. What was not sent yet stays for their return. */
  leave(): void {
    this.#cancel();
    this.#user = null;
    this.#known = {};
    this.#flying = null;
    this.#waiting = {};
    this.#signals.emit('preferences');
  }

  /** Sends what waits, now. */
  flush(): void {
    if (this.#user === null || this.#flying !== null || Object.keys(this.#waiting).length === 0) return;
    this.#cancel();
    this.#flying = this.#waiting;
    this.#waiting = {};
    void this.#send(this.#user, this.#flying);
  }

  async #send(user: string, change: Preferences): Promise<void> {
    const here = () => this.#user === user && this.#flying === change;
    try {
      const known = await this.#api.request<Preferences>('PATCH', '/me/preferences', { body: change });
      if (!here()) return;
      this.#known = known;
      // What was set meanwhile follows at once.
      this.#cancel = this.#timers.after(0, () => this.flush());
    } catch (thrown) {
      if (!here()) return;
      const problem = problemOf(thrown);
      if (problem.transient || problem.code === 'rate_limited') {
        this.#waiting = { ...change, ...this.#waiting };
        this.#cancel = this.#timers.after(Math.max(retryMs, (problem.retry_after ?? 0) * 1_000), () => this.flush());
      }
      // What the server refuses for good is given up: it stands here as it stands there.
    }
    this.#flying = null;
    this.#changed();
  }

  #changed(): void {
    this.#keep();
    this.#signals.emit('preferences');
  }

  #kept(user: string): Preferences {
    try {
      const waiting: Waiting | null = JSON.parse(this.#shelf.getItem(place) ?? 'null');
      return waiting?.user === user ? waiting.change : {};
    } catch {
      return {};
    }
  }

  #keep(): void {
    if (this.#user === null) return;
    const waiting: Waiting = { user: this.#user, change: { ...this.#flying, ...this.#waiting } };
    try {
      if (Object.keys(waiting.change).length === 0) this.#shelf.removeItem(place);
      else this.#shelf.setItem(place, JSON.stringify(waiting));
    } catch {
      // A browser that keeps nothing sends it as long as the page is here.
    }
  }
}
