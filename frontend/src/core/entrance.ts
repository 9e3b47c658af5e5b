import { Api, type Fetch } from './api';
import type { Entrance, Setup } from './contract';
import type { Key, SessionState } from './model';
import { browserTabs, Session, type Tabs } from './session';
import { nextFrame, Signals } from './signals';
import { onWake, realTimers, type Timers, type Wake } from './surroundings';
import { browserVault, type Vault } from './vault';

/** What the way in takes from its surroundings; the defaults are the browser's. */
export interface EntranceOptions {
  /** The server's address; empty: where the page came from. */
  base?: string;
  fetch?: Fetch;
  timers?: Timers;
  tabs?: Tabs;
  /** Where unsent messages outlive the page. */
  vault?: Vault;
  /** When listeners are told of changes. */
  soon?: (tell: () => void) => void;
  /** Calls back when the network goes or returns or the page wakes up; answers how to stop that. */
  wakes?: (wake: Wake) => () => void;
}

/**
 * The way in, and what the desk behind it shares with it. It stands alone: whoever signs in needs nothing of the desk,
 * whose code may come meanwhile.
 */
export class FrontDoor implements Entrance {
  readonly base: string;
  readonly timers: Timers;
  readonly signals: Signals;
  readonly api: Api;
  readonly vault: Vault;
  readonly who: Session;
  readonly #sleepless: () => void;
  /** Called when the network went or returned or the page woke up. */
  onWake: Wake = () => {};

  constructor(o: EntranceOptions = {}) {
    this.base = o.base ?? '';
    this.timers = o.timers ?? realTimers;
    this.signals = new Signals(o.soon ?? nextFrame);
    this.who = new Session(this.signals, this.timers, o.tabs ?? browserTabs());
    this.api = new Api(this.base, o.fetch ?? ((url, init) => fetch(url, init)), this.who);
    this.who.use(this.api);
    this.vault = o.vault ?? browserVault();
    this.#sleepless = (o.wakes ?? onWake)((gone) => {
      this.who.wake();
      this.onWake(gone);
    });
  }

  subscribe(key: Key, listener: () => void): () => void {
    return this.signals.subscribe(key, listener);
  }
  session(): SessionState {
    return this.who.state();
  }
  start(): Promise<void> {
    return this.who.start();
  }
  login(email: string, password: string): Promise<void> {
    return this.who.login(email, password);
  }
  setup(setup: Setup): Promise<void> {
    return this.who.setup(setup);
  }
  unsentKept(): Promise<number> {
    return this.vault.count();
  }

  stop(): void {
    this.who.stop();
    this.#sleepless();
  }
}
