import type { OutboxEntry } from './model';

/**
 * Where the outbox survives a reload. Everything in it belongs to one person, is unreadable without this browser's key
 * for them, and goes when they sign out. No function of it throws: without it, nothing but the surviving is lost.
 */
export interface Vault {
  /** What an earlier page of the same person left unsent, oldest first; of anybody else everything is destroyed. */
  open(user: string): Promise<readonly OutboxEntry[]>;
  /** How many entries are kept, whoever wrote them. */
  count(): Promise<number>;
  /** Keeps the entry as it is now; `instead` is the id that it had before. */
  keep(entry: OutboxEntry, instead?: string): void;
  drop(id: string): void;
  /** Nothing more is kept for whoever was in; what is there stays for their return. */
  close(): void;
  /** Destroys everything, the keys too. */
  wipe(): Promise<void>;
}

/** For places without a browser's store, and for tests. */
export const noVault: Vault = { open: async () => [], count: async () => 0, keep() {}, drop() {}, close() {}, wipe: async () => {} };

interface Row {
  id: string;
  user: string;
  /** The page that sends it. */
  page: string;
  order: number;
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

const name = 'relevo-outbox';
const lockOf = (page: string) => `${name}-${page}`;

/** The browser's: IndexedDB, each entry encrypted with a key that no script can read out. */
export class BrowserVault implements Vault {
  readonly #page = crypto.randomUUID();
  #db: Promise<IDBDatabase> | null = null;
  #user: string | null = null;
  #key: CryptoKey | null = null;
  #orders = new Map<string, number>();
  #last = 0;
  /** One thing after another: what was kept last stands last. */
  #queue: Promise<unknown> = Promise.resolve();

  async open(user: string): Promise<readonly OutboxEntry[]> {
    if (this.#user === user) return [];
    this.#user = user;
    return this.#next(async () => {
      await this.#forgetOthers(user);
      this.#key = await this.#keyOf(user);
      // The page that wrote an entry holds a lock as long as it lives: who gets it inherits.
      void navigator.locks.request(lockOf(this.#page), () => new Promise(() => {}));
      const rows = (await this.#all()).filter((row) => row.user === user);
      const pages = [...new Set(rows.map((row) => row.page))];
      const found: Row[] = [];
      for (const page of pages) found.push(...(await this.#inherit(page)));
      found.sort((a, b) => a.order - b.order);
      return this.#read(found);
    }, []);
  }

  count(): Promise<number> {
    return this.#next(async () => (await this.#all()).length, 0);
  }

  keep(entry: OutboxEntry, instead?: string): void {
    const user = this.#user;
    if (user === null) return;
    const order = this.#orders.get(instead ?? entry.id) ?? (this.#last = Math.max(Date.now(), this.#last + 1));
    this.#orders.set(entry.id, order);
    const plain = new TextEncoder().encode(JSON.stringify(entry));
    void this.#next(async () => {
      if (this.#key === null || this.#user !== user) return;
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, this.#key, plain);
      const row: Row = { id: entry.id, user, page: this.#page, order, iv, data };
      await this.#change('entries', (store) => store.put(row));
      if (instead !== undefined && instead !== entry.id) await this.#change('entries', (store) => store.delete(instead));
    }, undefined);
  }

  drop(id: string): void {
    this.#orders.delete(id);
    void this.#next(() => this.#change('entries', (store) => store.delete(id)), undefined);
  }

  close(): void {
    this.#user = null;
    this.#key = null;
    this.#orders.clear();
  }

  wipe(): Promise<void> {
    this.close();
    return this.#next(async () => {
      await this.#change('entries', (store) => store.clear());
      await this.#change('keys', (store) => store.clear());
    }, undefined);
  }

  /** Takes over what a page left that is gone. After a reload it may take a moment to be gone; one that stays is alive. */
  async #inherit(page: string): Promise<Row[]> {
    const gone = AbortSignal.timeout(1_000);
    return navigator.locks.request(lockOf(page), { signal: gone }, () => this.#take(page)).catch(() => []);
  }

  async #take(page: string): Promise<Row[]> {
    const rows = (await this.#all()).filter((row) => row.page === page);
    for (const row of rows) {
      this.#orders.set(row.id, row.order);
      await this.#change('entries', (store) => store.put({ ...row, page: this.#page }));
    }
    return rows;
  }

  async #read(rows: readonly Row[]): Promise<OutboxEntry[]> {
    const entries: OutboxEntry[] = [];
    for (const { id, iv, data } of rows) {
      try {
        if (this.#key === null) break;
        const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, this.#key, data);
        const entry: OutboxEntry = JSON.parse(new TextDecoder().decode(plain));
        entries.push(entry);
      } catch {
        // Nobody can read it any more: the key is another one.
        await this.#change('entries', (store) => store.delete(id));
      }
    }
    return entries;
  }

  async #forgetOthers(user: string): Promise<void> {
    for (const row of await this.#all()) if (row.user !== user) await this.#change('entries', (store) => store.delete(row.id));
    for (const owner of await this.#ask<IDBValidKey[]>('keys', (store) => store.getAllKeys())) {
      if (owner !== user) await this.#change('keys', (store) => store.delete(owner));
    }
  }

  async #keyOf(user: string): Promise<CryptoKey> {
    const kept = await this.#ask<CryptoKey | undefined>('keys', (store) => store.get(user));
    if (kept) return kept;
    const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    await this.#change('keys', (store) => store.put(fresh, user));
    return fresh;
  }

  #all(): Promise<Row[]> {
    return this.#ask<Row[]>('entries', (store) => store.getAll());
  }

  /** Does it after everything before it; a fault of the browser's store is nobody's concern. */
  #next<T>(run: () => Promise<T>, otherwise: T): Promise<T> {
    const done = this.#queue.then(run).catch(() => otherwise);
    this.#queue = done;
    return done;
  }

  async #ask<T>(store: 'entries' | 'keys', ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const db = await this.#database();
    return answer(ask(db.transaction(store).objectStore(store)));
  }

  async #change(store: 'entries' | 'keys', change: (store: IDBObjectStore) => IDBRequest): Promise<void> {
    const db = await this.#database();
    await answer(change(db.transaction(store, 'readwrite', { durability: 'strict' }).objectStore(store)));
  }

  #database(): Promise<IDBDatabase> {
    this.#db ??= new Promise((opened, failed) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore('entries', { keyPath: 'id' });
        request.result.createObjectStore('keys');
      };
      request.onsuccess = () => opened(request.result);
      request.onerror = () => failed(request.error ?? new Error('the browser keeps nothing'));
    });
    return this.#db;
  }
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error ?? new Error('the browser keeps nothing'));
  });
}

/** The browser's vault, where it can keep a secret: only a page that came safely may use its keys. */
export function browserVault(): Vault {
  const able = typeof indexedDB !== 'undefined' && typeof navigator !== 'undefined' && 'locks' in navigator && typeof crypto.subtle !== 'undefined';
  return able ? new BrowserVault() : noVault;
}
