import type { Timers } from './surroundings';

/** What all tabs of a browser share: `localStorage`, or nothing where a browser has none. */
export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** The browser's own; it may be switched off, then every use of it fails and is caught. */
export const browserShelf: Shelf = {
  getItem: (key) => localStorage.getItem(key),
  setItem: (key, value) => localStorage.setItem(key, value),
  removeItem: (key) => localStorage.removeItem(key),
};

export type IdleState = { state: 'active' } | { state: 'warning'; seconds: number } | { state: 'locked' };

/** What is kept: when somebody was last here, and whether the screen is locked. Nothing of a customer. */
interface Kept {
  at: number;
  locked: boolean;
}

const place = 'relevo.idle';
/** Every movement counts, but is written down no more often than this. */
const writeMs = 5_000;
const warningMs = 60_000;

/** What the screen does after so long without a hand on it. */
export function idleState(kept: Kept, now: number, limit: number): IdleState {
  if (kept.locked) return { state: 'locked' };
  const left = kept.at + limit - now;
  if (left <= 0) return { state: 'locked' };
  return left <= Math.min(warningMs, limit / 2) ? { state: 'warning', seconds: Math.ceil(left / 1000) } : { state: 'active' };
}

/**
 * Locks the screen when nobody was at the machine for a while. The tabs of a browser are one screen: a hand on any of
 * them keeps all open, a lock closes all, and neither a reload nor a new tab is a way around it.
 */
export class Idle {
  readonly #shelf: Shelf;
  readonly #timers: Timers;
  readonly #limit: () => number;
  /** Where the shelf keeps nothing, this tab remembers for itself. */
  #mine: Kept | null = null;

  /** `limit`: how many milliseconds without a hand are too many, as the server says. */
  constructor(shelf: Shelf, timers: Timers, limit: () => number) {
    this.#shelf = shelf;
    this.#timers = timers;
    this.#limit = limit;
  }

  /** How it stands now. A time that ran out is written down: from then on only the password opens. */
  state(): IdleState {
    const kept = this.#read();
    if (kept === null) return { state: 'active' };
    const state = idleState(kept, this.#timers.now(), this.#limit());
    if (state.state === 'locked' && !kept.locked) this.lock();
    return state;
  }

  /** Somebody moved. Does not open what is locked. */
  touch(): void {
    const now = this.#timers.now();
    const kept = this.#read();
    if (kept === null) this.#write({ at: now, locked: false });
    else if (this.state().state !== 'locked' && now - kept.at >= writeMs) this.#write({ at: now, locked: false });
  }

  lock(): void {
    this.#write({ at: this.#timers.now(), locked: true });
  }

  /** Somebody said who they are. */
  open(): void {
    this.#write({ at: this.#timers.now(), locked: false });
  }

  /** Nobody is in any more: there is nothing to lock. */
  forget(): void {
    this.#mine = null;
    try {
      this.#shelf.removeItem(place);
    } catch {
      // Nothing was kept.
    }
  }

  #read(): Kept | null {
    try {
      const kept: Partial<Kept> | null = JSON.parse(this.#shelf.getItem(place) ?? 'null');
      if (kept !== null && typeof kept.at === 'number') return { at: kept.at, locked: kept.locked === true };
    } catch {
      // Unreadable is as good as nothing.
    }
    return this.#mine;
  }

  #write(kept: Kept): void {
    this.#mine = kept;
    try {
      this.#shelf.setItem(place, JSON.stringify(kept));
    } catch {
      // A browser that keeps nothing still locks this tab.
    }
  }
}
