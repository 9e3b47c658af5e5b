import type { Login, Me } from '../wire/types';
import type { Api, Bearer } from './api';
import type { Setup } from './contract';
import type { SessionState } from './model';
import { Problem, problemOf } from './problem';
import type { Signals } from './signals';
import { backoff, type Timers } from './surroundings';

/** What tabs of one browser tell each other. */
export type TabNews = { type: 'signed_in'; user: string } | { type: 'signed_out' };

/** The other tabs of this browser. */
export interface Tabs {
  tell(news: TabNews): void;
  hear(listener: (news: TabNews) => void): void;
  close(): void;
}

/**
 * Who is signed in. The access token lives in memory alone; a reload, another tab and the time after sleep sign in again
 * through the refresh cookie, which no script can read.
 */
export class Session implements Bearer {
  #state: SessionState = { state: 'starting' };
  #token: string | null = null;
  #renewing: Promise<boolean> | null = null;
  #cancelTimer: () => void = () => {};
  #api: Api | null = null;
  /** Since when, and how often, the server could not be reached at the start. */
  #since: number | null = null;
  #attempt = 0;
  /** One goes on purpose: that the server takes the token no more is no news then. */
  #leaving = false;
  readonly #signals: Signals;
  readonly #timers: Timers;
  readonly #tabs: Tabs;

  /** Called with every fresh token, so that the socket can hand it on. */
  onToken: (token: string) => void = () => {};
  /** Called when somebody is in, and with null when nobody is any more. */
  onUser: (me: Me | null) => void = () => {};

  constructor(signals: Signals, timers: Timers, tabs: Tabs) {
    this.#signals = signals;
    this.#timers = timers;
    this.#tabs = tabs;
    tabs.hear((news) => this.#hear(news));
  }

  /** The session and the API need each other: the API is given once it exists. */
  use(api: Api): void {
    this.#api = api;
  }

  state(): SessionState {
    return this.#state;
  }

  token(): string | null {
    return this.#token;
  }

  me(): Me | null {
    return this.#state.state === 'signed_in' ? this.#state.me : null;
  }

  async start(): Promise<void> {
    this.#cancelTimer();
    try {
      await this.#accept(await this.#reach().open<Login>('POST', '/auth/refresh'));
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.transient) this.#unreachable();
      // Nobody was signed in: that is no problem to show.
      else this.#end(problem.code === 'unauthenticated' ? null : problem);
    }
  }

  /** The network returned or the page woke up: who waits for the server tries at once. */
  wake(): void {
    if (this.#state.state === 'unreachable') void this.start();
  }

  #unreachable(): void {
    const now = this.#timers.now();
    this.#since ??= now;
    this.#cancelTimer = this.#timers.after(backoff(this.#attempt++, now - this.#since), () => void this.start());
    if (this.#state.state === 'unreachable') return;
    this.#state = { state: 'unreachable' };
    this.#signals.emit('session');
  }

  async login(email: string, password: string): Promise<void> {
    await this.#accept(await this.#reach().open<Login>('POST', '/auth/login', { email, password }));
    this.#announce();
  }

  async setup(setup: Setup): Promise<void> {
    const { token, workplace, user } = setup;
    await this.#accept(await this.#reach().open<Login>('POST', '/auth/setup', { token, workplace, ...user }));
    this.#announce();
  }

  /** Whoever is in says so once more, with their password. Should it be somebody else, nobody is in any more. */
  async unlock(password: string): Promise<void> {
    const me = this.me();
    if (me === null) return;
    const login = await this.#reach().open<Login>('POST', '/auth/login', { email: me.email, password });
    if (login.user.id === me.id) this.#keep(login);
    else this.#end(null);
  }

  async logout(): Promise<void> {
    this.#leaving = true;
    // The other tabs learn it from here before they learn it from the server.
    this.#tabs.tell({ type: 'signed_out' });
    try {
      await this.#reach().request('POST', '/auth/logout', { body: {} });
    } finally {
      this.#leaving = false;
      this.#end(null);
    }
  }

  async changePassword(current: string, next: string): Promise<void> {
    await this.#reach().request('POST', '/auth/password', { body: { current, new: next } });
  }

  /** Reads anew who I am and where I am a member. */
  async reread(): Promise<void> {
    const me = await this.#reach().get<Me>('/me');
    if (this.#state.state === 'signed_in') this.#enter(me);
  }

  /** One renewal serves everybody who waits for it; who comes with a token that is not the newest just tries again. */
  renew(spent: string | null): Promise<boolean> {
    if (this.#token !== null && spent !== this.#token) return Promise.resolve(true);
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  stop(): void {
    this.#cancelTimer();
    this.#tabs.close();
  }

  async #renew(): Promise<boolean> {
    if (this.#state.state !== 'signed_in') return false;
    try {
      const login = await this.#reach().open<Login>('POST', '/auth/refresh');
      if (login.user.id !== this.me()?.id) {
        this.#end(null);
        return false;
      }
      this.#keep(login);
      return true;
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code === 'unauthenticated') this.#end(problem);
      else this.#renewIn(10);
      return false;
    }
  }

  async #accept(login: Login): Promise<void> {
    this.#keep(login);
    try {
      this.#enter(await this.#reach().get<Me>('/me'));
    } catch (thrown) {
      this.#token = null;
      throw thrown;
    }
  }

  #enter(me: Me): void {
    this.#state = { state: 'signed_in', me };
    this.#signals.emit('session');
    this.onUser(me);
  }

  #keep(login: Login): void {
    this.#token = login.access_token;
    this.onToken(login.access_token);
    this.#renewIn(Math.max(login.expires_in - 60, login.expires_in / 2));
  }

  #renewIn(seconds: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#timers.after(seconds * 1000, () => void this.renew(this.#token));
  }

  #announce(): void {
    const me = this.me();
    if (me) this.#tabs.tell({ type: 'signed_in', user: me.id });
  }

  #hear(news: TabNews): void {
    const me = this.me();
    if (me === null) return;
    // The cookie is the browser's: another tab's sign-out or other user is ours too.
    if (news.type === 'signed_out' || news.user !== me.id) this.#end(null);
  }

  /** Nobody is in any more. It is told once: what still fails afterwards changes nothing. */
  #end(problem: Problem | null): void {
    if (this.#state.state === 'signed_out') return;
    this.#cancelTimer();
    this.#token = null;
    this.#state = { state: 'signed_out', problem: this.#leaving ? null : problem };
    this.#signals.emit('session');
    this.onUser(null);
  }

  #reach(): Api {
    if (this.#api === null) throw new Problem({ code: 'network', detail: 'The session has no server yet.' });
    return this.#api;
  }
}

/** The tabs of this browser, where it can tell them. */
export function browserTabs(): Tabs {
  if (typeof BroadcastChannel === 'undefined') return { tell() {}, hear() {}, close() {} };
  const channel = new BroadcastChannel('relevo-session');
  return {
    tell: (news) => channel.postMessage(news),
    hear: (listener) => {
      channel.onmessage = (message: MessageEvent<TabNews>) => listener(message.data);
    },
    close: () => channel.close(),
  };
}
