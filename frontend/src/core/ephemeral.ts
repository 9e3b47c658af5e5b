import type { ClientFrame, DraftMode } from '../wire/types';
import type { Timers } from './surroundings';

/** Typing is told at most so often; the server shows it for 5 s. */
const typingMs = 3_000;

/** What I look at and do just now, told to the others. A new connection knows nothing of it, so it is told again. */
export class Ephemeral {
  readonly #send: (frame: ClientFrame) => boolean;
  readonly #timers: Timers;
  #viewing: string | null = null;
  #state: 'online' | 'away' = 'online';
  #typed = new Map<string, number>();

  constructor(send: (frame: ClientFrame) => boolean, timers: Timers) {
    this.#send = send;
    this.#timers = timers;
  }

  viewing(conversation: string | null): void {
    if (conversation === this.#viewing) return;
    this.#viewing = conversation;
    this.#send({ type: 'viewing', conversation });
  }

  typing(conversation: string, mode: DraftMode): void {
    const now = this.#timers.now();
    const key = `${mode}:${conversation}`;
    if (now - (this.#typed.get(key) ?? 0) < typingMs) return;
    this.#typed.set(key, now);
    this.#send({ type: 'typing', conversation, ...(mode === 'note' ? { note: true } : {}) });
  }

  present(state: 'online' | 'away'): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#send({ type: 'presence', state });
  }

  away(): boolean {
    return this.#state === 'away';
  }

  /** My message went: whoever writes on is told again. */
  sent(conversation: string): void {
    this.#typed.delete(`reply:${conversation}`);
    this.#typed.delete(`note:${conversation}`);
  }

  again(): void {
    this.#typed.clear();
    if (this.#state !== 'online') this.#send({ type: 'presence', state: this.#state });
    if (this.#viewing !== null) this.#send({ type: 'viewing', conversation: this.#viewing });
  }

  forget(): void {
    this.#viewing = null;
    this.#state = 'online';
    this.#typed.clear();
  }
}
