import { backoff, type Timers } from './surroundings';

/** One open WebSocket, as little of it as is needed. */
export interface Wire {
  send(text: string): void;
  close(): void;
}

export interface WireEvents {
  open(): void;
  message(text: string): void;
  /** Exactly once, also where it never opened. */
  close(code: number): void;
}

export type Dial = (url: string, events: WireEvents) => Wire;

/** What a line carries beside the frames of its own: it has to know that it is up, and how often something comes. */
interface Frame {
  type: string;
  ping_seconds?: number;
}

export interface LineOptions<F extends Frame> {
  url: string;
  dial: Dial;
  timers: Timers;
  random?: () => number;
  /** The first frame of every connection; null: there is nobody to connect for. */
  hello(): object | null;
  frame(frame: F): void;
  /** The connection is gone; answers whether to dial again. May take its time, e.g. to renew a token. */
  closed(code: number): Promise<boolean> | boolean;
  /** The state of the line changed. */
  changed(): void;
}

export type LineState = 'off' | 'dialing' | 'up' | 'waiting';

/** So much longer than the promised heartbeat may a silence last. */
const graceMs = 10_000;
/** A connection that lasted so long was a good one: the next loss begins with the shortest wait again. */
const goodMs = 5_000;

/**
 * A connection that heals itself. It dials, says hello, counts as up with the server's welcome, notices a silence that
 * is too long, and dials again: soon at first, then less often, at once when the network or the page wakes up. Whatever
 * an abandoned connection still says is not heard.
 */
export class Line<F extends Frame> {
  readonly #options: LineOptions<F>;
  #wire: Wire | null = null;
  #state: LineState = 'off';
  #generation = 0;
  #attempt = 0;
  #lostAt: number | null = null;
  #upAt = 0;
  #heardAt: number | null = null;
  #pingMs = 20_000;
  #cancel: () => void = () => {};

  constructor(options: LineOptions<F>) {
    this.#options = options;
  }

  state(): LineState {
    return this.#state;
  }

  /** When something last came. */
  heardAt(): number | null {
    return this.#heardAt;
  }

  start(): void {
    if (this.#state === 'off') this.#dial();
  }

  stop(): void {
    this.#abandon();
    this.#attempt = 0;
    this.#lostAt = null;
    this.#enter('off');
  }

  /** Sends a frame where the line is up; answers whether it went. */
  send(frame: object): boolean {
    if (this.#state !== 'up' || this.#wire === null) return false;
    this.#wire.send(JSON.stringify(frame));
    return true;
  }

  /**
   * The network is back, or the page was asleep: no waiting, and no trust in a line that was silent. Where the browser
   * says that the network is `gone`, a line is tried anew at once: one without a network would only be missed much later.
   */
  wake(gone = false): void {
    if (this.#state === 'waiting') this.redial();
    const silent = this.#options.timers.now() - (this.#heardAt ?? 0);
    if (this.#state === 'up' && (gone || silent > this.#pingMs + 2_000)) this.redial();
  }

  /** Gives up the present connection for a new one, at once. */
  redial(): void {
    if (this.#state === 'off') return;
    this.#lost();
    this.#abandon();
    this.#dial();
  }

  #dial(): void {
    const hello = this.#options.hello();
    if (hello === null) {
      this.#enter('off');
      return;
    }
    const generation = ++this.#generation;
    const mine = () => generation === this.#generation;
    this.#enter('dialing');
    this.#watch(graceMs);
    this.#wire = this.#options.dial(this.#options.url, {
      open: () => {
        if (mine()) this.#wire?.send(JSON.stringify(hello));
      },
      message: (text) => {
        if (mine()) this.#hear(text);
      },
      close: (code) => {
        if (mine()) void this.#closed(code);
      },
    });
  }

  #hear(text: string): void {
    let frame: F;
    try {
      frame = JSON.parse(text);
    } catch {
      this.redial();
      return;
    }
    this.#heardAt = this.#options.timers.now();
    if (frame.type === 'welcome') {
      this.#pingMs = (frame.ping_seconds ?? 20) * 1_000;
      this.#upAt = this.#heardAt;
      this.#enter('up');
    }
    if (this.#state === 'up') this.#watch(this.#pingMs + graceMs);
    this.#options.frame(frame);
  }

  async #closed(code: number): Promise<void> {
    this.#lost();
    this.#abandon();
    this.#enter('waiting');
    const generation = this.#generation;
    const again = await this.#options.closed(code);
    if (generation !== this.#generation || this.#state !== 'waiting') return;
    if (again) this.#wait();
    else this.stop();
  }

  #wait(): void {
    const now = this.#options.timers.now();
    const pause = backoff(this.#attempt++, now - (this.#lostAt ?? now), this.#options.random);
    this.#cancel = this.#options.timers.after(pause, () => this.#dial());
  }

  /** A line that says nothing is dead, whatever the browser believes. */
  #watch(ms: number): void {
    this.#cancel();
    this.#cancel = this.#options.timers.after(ms, () => {
      this.#lost();
      this.#abandon();
      this.#enter('waiting');
      this.#wait();
    });
  }

  #lost(): void {
    const now = this.#options.timers.now();
    if (this.#state === 'up' && now - this.#upAt >= goodMs) {
      this.#attempt = 0;
      this.#lostAt = null;
    }
    this.#lostAt ??= now;
  }

  #abandon(): void {
    this.#generation++;
    this.#cancel();
    this.#wire?.close();
    this.#wire = null;
  }

  #enter(state: LineState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.changed();
  }
}

/** Dials with the browser's own WebSocket. */
export const browserDial: Dial = (url, events) => {
  const socket = new WebSocket(url);
  socket.onopen = () => events.open();
  socket.onmessage = (message: MessageEvent<unknown>) => events.message(String(message.data));
  socket.onclose = (close) => events.close(close.code);
  return { send: (text) => socket.send(text), close: () => socket.close() };
};
