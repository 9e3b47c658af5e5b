import { Api, type Fetch } from '../src/core/api';
import { type Dial, Line } from '../src/core/line';
import { Problem, problemOf } from '../src/core/problem';
import { backoff, newId, type Timers } from '../src/core/surroundings';
import type { ChatMessage, ChatServerFrame, ChatSession } from '../src/wire/types';

/** A message that the server does not have yet. */
export interface Pending {
  /** The idempotency key: sending again never makes two of it. */
  key: string;
  text: string;
  state: 'sending' | 'waiting' | 'refused';
  problem: Problem | null;
}

export interface ChatState {
  /** new: nothing was written yet · ended: the token is not taken any more · unknown: there is no such channel */
  phase: 'new' | 'loading' | 'ready' | 'ended' | 'unknown';
  messages: readonly ChatMessage[];
  pending: readonly Pending[];
  connection: 'idle' | 'connecting' | 'live' | 'offline';
  typing: boolean;
  /** The server asked for a pause. */
  limited: boolean;
}

/** What survives a reload: the key to the conversation, and what was not sent. Never the messages. */
export interface Kept {
  token: string | null;
  pending: { key: string; text: string }[];
}

export interface Shelf {
  load(): Kept;
  save(kept: Kept): void;
}

export interface ClientOptions {
  base: string;
  channel: string;
  fetch: Fetch;
  dial: Dial;
  timers: Timers;
  shelf: Shelf;
  random?: () => number;
  changed(): void;
}

const typingMs = 5_000;
const typingEveryMs = 3_000;

/**
 * The customer's side of one conversation. What they write is kept until the server has it, goes out in order, and never
 * twice; what comes is shown in the conversation's own order, whichever way it came.
 */
export class Client {
  readonly #o: ClientOptions;
  readonly #api: Api;
  readonly #line: Line<ChatServerFrame>;
  #token: string | null;
  #epoch: string | null = null;
  #messages = new Map<number, ChatMessage>();
  #state: ChatState;
  #about: { name?: string; language: string } = { language: 'en' };
  #pumping = false;
  #attempt = 0;
  #cancelRetry: () => void = () => {};
  #cancelTyping: () => void = () => {};
  #typedAt = 0;
  #reading: Promise<void> | null = null;

  constructor(options: ClientOptions) {
    this.#o = options;
    const kept = options.shelf.load();
    this.#token = kept.token;
    this.#state = {
      phase: kept.token === null ? 'new' : 'loading',
      messages: [],
      pending: kept.pending.map((p) => ({ ...p, state: 'waiting' as const, problem: null })),
      connection: 'idle',
      typing: false,
      limited: false,
    };
    this.#api = new Api(options.base, options.fetch, { token: () => this.#token, renew: () => Promise.resolve(false) });
    this.#line = new Line<ChatServerFrame>({
      url: `${options.base.replace(/^http/, 'ws')}/api/v1/chat/live`,
      dial: options.dial,
      timers: options.timers,
      ...(options.random ? { random: options.random } : {}),
      hello: () =>
        this.#token === null
          ? null
          : { type: 'hello', token: this.#token, since: this.#last(), ...(this.#epoch === null ? {} : { epoch: this.#epoch }) },
      frame: (frame) => this.#frame(frame),
      closed: (code) => this.#closed(code),
      changed: () => this.#connection(),
    });
  }

  state(): ChatState {
    return this.#state;
  }

  /** Takes up the conversation of this device, where there is one. */
  start(): void {
    if (this.#token === null) return;
    void this.#read();
    this.#line.start();
    void this.#pump();
  }

  stop(): void {
    this.#cancelRetry();
    this.#cancelTyping();
    this.#line.stop();
  }

  /** Says who writes, for the conversation that the first message opens. */
  introduce(about: { name?: string; language: string }): void {
    this.#about = about;
  }

  send(text: string): void {
    this.#pendings([...this.#state.pending, { key: newId(), text, state: 'waiting', problem: null }]);
    void this.#pump();
  }

  retry(key: string): void {
    this.#change(key, { state: 'waiting', problem: null });
    void this.#pump();
  }

  remove(key: string): void {
    this.#pendings(this.#state.pending.filter((p) => p.key !== key || p.state === 'sending'));
  }

  /** A conversation whose token ran out can't be gone on with: the next message opens another one. */
  anew(): void {
    this.#token = null;
    this.#messages.clear();
    this.#set({ phase: 'new', messages: [] });
    this.#save();
    void this.#pump();
  }

  typing(): void {
    const now = this.#o.timers.now();
    if (now - this.#typedAt < typingEveryMs) return;
    if (this.#line.send({ type: 'typing' })) this.#typedAt = now;
  }

  wake(gone = false): void {
    this.#line.wake(gone);
    void this.#pump();
  }

  #last(): number {
    let last = 0;
    while (this.#messages.has(last + 1)) last++;
    return last;
  }

  #frame(frame: ChatServerFrame): void {
    switch (frame.type) {
      case 'welcome':
      case 'heartbeat':
        if (frame.seq > this.#last()) void this.#read();
        if (frame.type === 'welcome') {
          this.#epoch = frame.epoch;
          void this.#pump();
        }
        break;
      case 'messages':
        this.#take(frame.messages);
        break;
      case 'typing':
        this.#cancelTyping();
        this.#set({ typing: true });
        this.#cancelTyping = this.#o.timers.after(typingMs, () => this.#set({ typing: false }));
        break;
      case 'resync':
        // A server that was restored from a backup gives the same numbers to other messages.
        void Promise.resolve(this.#reading).then(() => {
          this.#messages.clear();
          return this.#read();
        });
        break;
      default:
        break;
    }
  }

  #closed(code: number): boolean {
    if (code !== 4401) return true;
    this.#end();
    return false;
  }

  /** Reads what is missing, until nothing is. */
  #read(): Promise<void> {
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #readAll(): Promise<void> {
    for (let attempt = 1; this.#token !== null; attempt++) {
      try {
        for (;;) {
          const { messages } = await this.#api.get<{ messages: ChatMessage[] }>(`/chat/messages?after=${this.#last()}&limit=200`);
          this.#take(messages);
          if (messages.length < 200) break;
        }
        this.#set({ phase: 'ready' });
        return;
      } catch (thrown) {
        const problem = problemOf(thrown);
        if (problem.code === 'unauthenticated') return this.#end();
        if (!problem.transient && problem.code !== 'rate_limited') return;
        await this.#pause(backoff(attempt, attempt * 4_000, this.#o.random), problem);
      }
    }
  }

  #take(messages: readonly ChatMessage[]): void {
    if (messages.length === 0) return;
    for (const m of messages) {
      const fresh = !this.#messages.has(m.seq);
      this.#messages.set(m.seq, m);
      if (fresh && m.from === 'business') this.#cancelTyping();
    }
    const sorted = [...this.#messages.values()].sort((a, b) => a.seq - b.seq);
    const fromBusiness = messages.some((m) => m.from === 'business');
    this.#set({ messages: sorted, phase: 'ready', ...(fromBusiness ? { typing: false } : {}) });
    if (sorted.length > this.#last()) void this.#read();
  }

  /** Sends what waits, one after another. */
  async #pump(): Promise<void> {
    if (this.#pumping || this.#state.phase === 'ended' || this.#state.phase === 'unknown') return;
    this.#pumping = true;
    this.#cancelRetry();
    try {
      for (;;) {
        const next = this.#state.pending.find((p) => p.state === 'waiting');
        if (!next) break;
        this.#change(next.key, { state: 'sending' });
        if (!(await this.#sendOne(next))) break;
      }
    } finally {
      this.#pumping = false;
    }
  }

  async #sendOne(pending: Pending): Promise<boolean> {
    try {
      await this.#session();
      const { message } = await this.#api.request<{ message: ChatMessage }>('POST', '/chat/messages', {
        body: { text: pending.text },
        key: pending.key,
      });
      this.#attempt = 0;
      this.#pendings(this.#state.pending.filter((p) => p.key !== pending.key));
      this.#set({ limited: false });
      this.#take([message]);
      return true;
    } catch (thrown) {
      return this.#failed(pending, problemOf(thrown));
    }
  }

  #failed(pending: Pending, problem: Problem): boolean {
    if (problem.code === 'unauthenticated') {
      this.#change(pending.key, { state: 'waiting', problem: null });
      this.#end();
      return false;
    }
    if (problem.code === 'not_found') {
      this.#change(pending.key, { state: 'refused', problem });
      this.#set({ phase: 'unknown' });
      return false;
    }
    if (problem.transient || problem.code === 'rate_limited') {
      this.#change(pending.key, { state: 'waiting', problem });
      this.#set({ limited: problem.code === 'rate_limited' });
      const pause = backoff(++this.#attempt, this.#attempt * 4_000, this.#o.random);
      this.#cancelRetry = this.#o.timers.after(Math.max(pause, (problem.retry_after ?? 0) * 1_000), () => void this.#pump());
      return false;
    }
    this.#change(pending.key, { state: 'refused', problem });
    return true;
  }

  async #session(): Promise<void> {
    if (this.#token !== null) return;
    const session = await this.#api.open<ChatSession>('POST', `/chat/${encodeURIComponent(this.#o.channel)}/sessions`, this.#about);
    this.#token = session.token;
    this.#save();
    this.#line.start();
  }

  #pause(ms: number, problem: Problem): Promise<void> {
    return new Promise((over) => this.#o.timers.after(Math.max(ms, (problem.retry_after ?? 0) * 1_000), over));
  }

  #end(): void {
    this.#line.stop();
    this.#token = null;
    this.#save();
    this.#set({ phase: 'ended' });
  }

  #connection(): void {
    const line = this.#line.state();
    const connection = line === 'up' ? 'live' : line === 'dialing' ? 'connecting' : line === 'waiting' ? 'offline' : 'idle';
    this.#set({ connection });
  }

  #change(key: string, change: Partial<Pending>): void {
    this.#pendings(this.#state.pending.map((p) => (p.key === key ? { ...p, ...change } : p)));
  }

  #pendings(pending: readonly Pending[]): void {
    this.#set({ pending });
    this.#save();
  }

  #set(change: Partial<ChatState>): void {
    this.#state = { ...this.#state, ...change };
    this.#o.changed();
  }

  #save(): void {
    this.#o.shelf.save({ token: this.#token, pending: this.#state.pending.map(({ key, text }) => ({ key, text })) });
  }
}

/** Keeps a little on this device; where the browser lets it keep nothing, for this page's life alone. */
export function deviceShelf(channel: string): Shelf {
  const name = `relevo-chat:${channel}`;
  const nothing: Kept = { token: null, pending: [] };
  return {
    load: () => {
      try {
        const kept: Partial<Kept> = JSON.parse(localStorage.getItem(name) ?? '{}');
        return { ...nothing, ...kept };
      } catch {
        return nothing;
      }
    },
    save: (kept) => {
      try {
        localStorage.setItem(name, JSON.stringify(kept));
      } catch {
        // A private window, or a frame that may not store: the conversation ends with the page.
      }
    },
  };
}
