/* What the tabs of one browser agree on: which of them makes itself heard, and which conversation has somebody's eye. */

/** One tab at a time holds a part; when it goes, another has it. Without locks every tab is on its own. */
export class Part {
  #mine = false;
  #asked = false;
  readonly #name: string;

  constructor(name: string) {
    this.#name = `relevo-${name}`;
  }

  get mine(): boolean {
    return this.#mine;
  }

  ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    if (!('locks' in navigator)) {
      this.#mine = true;
      return;
    }
    void navigator.locks
      .request(this.#name, () => {
        this.#mine = true;
        return new Promise<void>(() => {});
      })
      .catch(() => {});
  }

  /** Whether any tab has it. */
  async taken(): Promise<boolean> {
    if (!('locks' in navigator)) return this.#mine;
    const { held } = await navigator.locks.query();
    return held?.some((lock) => lock.name === this.#name) ?? false;
  }
}

interface Look {
  tab: string;
  conversation: string | null;
}

/** The conversations that are open in a focused tab of this browser: ids alone. */
export class Eyes {
  readonly #tab = crypto.getRandomValues(new Uint32Array(2)).join('');
  readonly #channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('relevo-eyes');
  #others = new Map<string, string | null>();
  #mine: string | null = null;

  constructor() {
    if (this.#channel) this.#channel.onmessage = (message: MessageEvent<Look>) => void this.#others.set(message.data.tab, message.data.conversation);
  }

  look(conversation: string | null): void {
    if (conversation === this.#mine) return;
    this.#mine = conversation;
    const look: Look = { tab: this.#tab, conversation };
    this.#channel?.postMessage(look);
  }

  /** Whether it is in this tab that somebody looks at it. */
  here(conversation: string): boolean {
    return this.#mine === conversation;
  }

  on(conversation: string): boolean {
    return this.here(conversation) || [...this.#others.values()].includes(conversation);
  }
}
