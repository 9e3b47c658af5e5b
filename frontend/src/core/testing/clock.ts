import type { Timers } from '../surroundings';

/** A clock that stands still until the test moves it. */
export class Clock implements Timers {
  #now = 1_000_000;
  #next = 0;
  #timers = new Map<number, { at: number; run: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const id = this.#next++;
    this.#timers.set(id, { at: this.#now + ms, run });
    return () => this.#timers.delete(id);
  }

  /** Lets time pass, and everything happen that waits for it, promises too. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (;;) {
      const due = [...this.#timers].filter(([, t]) => t.at <= end).sort(([a, x], [b, y]) => x.at - y.at || a - b)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.#now = Math.max(this.#now, due[1].at);
      due[1].run();
      await settled();
    }
    this.#now = end;
  }

  /** How many timers are set. */
  waiting(): number {
    return this.#timers.size;
  }
}

/** Lets every promise that can be fulfilled be fulfilled. */
export function settled(): Promise<void> {
  return new Promise((over) => setImmediate(over));
}
