import type { Event, ServerFrame } from '../wire/types';
import { type Dial, Line } from './line';
import type { ConnectionState } from './model';
import type { People } from './people';
import type { Session } from './session';
import type { Signals } from './signals';
import type { Store } from './store';
import type { Timers } from './surroundings';

export interface LiveOptions {
  url: string;
  dial: Dial;
  timers: Timers;
  random?: (() => number) | undefined;
  signals: Signals;
  session: Session;
  store: Store;
  people: People;
  /** Called with the welcome of every connection: what is ephemeral has to be said again. */
  welcomed(): void;
  /** Called with all events, also with those that are here already. */
  heard(event: Event): void;
}

/**
 * The live socket: keeps the store fed, and says how far it is behind. Events are taken strictly in their order; a hole,
 * or a heartbeat that tells of events which don't come, makes it connect again from the last seq that it has.
 */
export class Live {
  readonly #o: LiveOptions;
  readonly #line: Line<ServerFrame>;
  /** The newest seqs that the server has told of. */
  #newest = new Map<string, number>();
  /** The heartbeat before, which everything should have come of by the next. */
  #promised: Record<string, number> = {};
  #epoch: string | null = null;
  #build: string | null = null;
  #stale = false;
  #fromNow = new Set<string>();
  #told: ConnectionState;

  constructor(options: LiveOptions) {
    this.#o = options;
    this.#told = { state: 'connecting', since: options.timers.now(), behind: 0, heardAt: null, skipped: 0, stale: false };
    this.#line = new Line<ServerFrame>({
      url: options.url,
      dial: options.dial,
      timers: options.timers,
      ...(options.random ? { random: options.random } : {}),
      hello: () => this.#hello(),
      frame: (frame) => this.#frame(frame),
      closed: (code) => this.#closed(code),
      changed: () => this.#assess(),
    });
  }

  connection(): ConnectionState {
    return this.#told;
  }

  start(): void {
    this.#line.start();
  }

  stop(): void {
    this.#line.stop();
    this.#newest.clear();
    this.#promised = {};
    this.#epoch = null;
  }

  wake(gone: boolean): void {
    this.#line.wake(gone);
  }

  send(frame: object): boolean {
    return this.#line.send(frame);
  }

  /** A snapshot told the log's identity before the socket did. */
  epoch(epoch: string): void {
    this.#epoch ??= epoch;
  }

  #hello(): object | null {
    const token = this.#o.session.token();
    if (token === null) return null;
    const since = this.#o.store.positions();
    this.#fromNow = new Set(Object.keys(since).filter((w) => since[w] === null));
    this.#promised = {};
    return { type: 'hello', token, since, ...(this.#epoch === null ? {} : { epoch: this.#epoch }) };
  }

  #frame(frame: ServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.#epoch = frame.epoch;
        this.#versions(frame.build);
        this.#newest = new Map(Object.entries(frame.workplaces).map(([w, place]) => [w, place.seq]));
        for (const [w, place] of Object.entries(frame.workplaces)) {
          if (this.#fromNow.has(w)) this.#o.store.begin(w, place.seq);
        }
        this.#o.people.forget();
        this.#o.welcomed();
        break;
      case 'events':
        this.#events(frame.events);
        break;
      case 'resync':
        if (frame.workplace !== undefined) this.#o.store.resync(frame.workplace, frame.seq);
        break;
      case 'presence':
        this.#o.people.present(frame.workplace, frame.users);
        break;
      case 'typing':
        this.#o.people.typingNow(frame);
        break;
      case 'heartbeat':
        this.#heartbeat(frame.seqs, frame.build);
        break;
      case 'left':
        this.#o.store.leave(frame.workplace);
        void this.#o.session.reread().catch(() => {});
        break;
      case 'role':
        // What I may do there is another now, and a workplace may be new to me.
        this.#o.store.resync(frame.workplace, frame.seq);
        void this.#o.session.reread().catch(() => {});
        break;
      case 'error':
        console.warn(`live: ${frame.code}`);
        break;
      default:
        // A frame of a newer server: nothing hangs on it.
        break;
    }
    this.#assess();
  }

  #events(events: readonly Event[]): void {
    for (const e of events) this.#newest.set(e.workplace, Math.max(e.seq, this.#newest.get(e.workplace) ?? 0));
    for (const e of events) this.#o.heard(e);
    if (!this.#o.store.receive(events)) this.#line.redial();
  }

  #heartbeat(seqs: Record<string, number>, build: string): void {
    this.#versions(build);
    const positions = this.#o.store.positions();
    const late = Object.entries(this.#promised).some(([w, seq]) => (positions[w] ?? seq) < seq);
    this.#promised = seqs;
    for (const [w, seq] of Object.entries(seqs)) this.#newest.set(w, seq);
    if (late) this.#line.redial();
  }

  #versions(build: string): void {
    this.#build ??= build;
    this.#stale = build !== this.#build;
  }

  async #closed(code: number): Promise<boolean> {
    switch (code) {
      case 4401:
        await this.#o.session.renew(this.#o.session.token());
        return this.#o.session.token() !== null;
      case 4403:
        // A workplace in `since` is not mine: what I am a member of has to be read anew.
        await this.#o.session.reread().catch(() => {});
        return true;
      default:
        return true;
    }
  }

  #behind(): number {
    if (this.#line.state() !== 'up') return 0;
    const positions = this.#o.store.positions();
    let behind = 0;
    for (const [w, seq] of this.#newest) behind += Math.max(0, seq - (positions[w] ?? seq));
    return behind;
  }

  #assess(): void {
    const before = this.#told;
    const line = this.#line.state();
    const behind = this.#behind();
    const state = line === 'up' ? (behind > 0 ? 'catching_up' : 'live') : line === 'dialing' ? 'connecting' : 'offline';
    const skipped = this.#o.store.skipped();
    const same = state === before.state && behind === before.behind && skipped === before.skipped;
    if (same && this.#stale === before.stale) return;
    // Connecting and waiting to connect take turns: to the reader that is one outage.
    const since = cut(state) === cut(before.state) ? before.since : this.#o.timers.now();
    this.#told = { state, since, behind, heardAt: this.#line.heardAt(), skipped, stale: this.#stale };
    this.#o.signals.emit('connection');
  }
}

function cut(state: ConnectionState['state']): boolean {
  return state === 'offline' || state === 'connecting';
}
