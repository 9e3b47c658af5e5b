import type { Key, Subscribable } from './model';

/**
 * Who wants to be told when what changes. Changes are collected and told together, when `soon` says so: one frame's
 * worth of events repaints once.
 */
export class Signals implements Subscribable {
  #listeners = new Map<Key, Set<() => void>>();
  #changed = new Set<Key>();
  #soon: (tell: () => void) => void;

  constructor(soon: (tell: () => void) => void = (tell) => tell()) {
    this.#soon = soon;
  }

  subscribe(key: Key, listener: () => void): () => void {
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key);
    };
  }

  /** Whether anybody looks at it. */
  watched(key: Key): boolean {
    return this.#listeners.has(key);
  }

  emit(...keys: Key[]): void {
    const idle = this.#changed.size === 0;
    for (const key of keys) this.#changed.add(key);
    if (idle && this.#changed.size > 0) this.#soon(() => this.#tell());
  }

  #tell(): void {
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const key of changed) {
      for (const listener of [...(this.#listeners.get(key) ?? [])]) listener();
    }
  }
}

/** Tells at the next frame, and in a hidden tab, where no frame comes, soon after. */
export function nextFrame(tell: () => void): void {
  let told = false;
  const once = () => {
    if (told) return;
    told = true;
    tell();
  };
  requestAnimationFrame(once);
  setTimeout(once, 50);
}
