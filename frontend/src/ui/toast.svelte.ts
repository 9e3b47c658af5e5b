import { untrack } from 'svelte';

/** A short word about something that has happened, gone by itself after a while. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'danger';
  /** The one thing that it is true of, which is not said beside another. */
  readonly about: string | null;
  /** What one can do about it. */
  readonly way: Way | undefined;
}

interface Way {
  readonly label: string;
  readonly run: () => void;
}

const shownFor = 6_000;
/** Whoever is to do something has to finish reading first. */
const offeredFor = 15_000;
let last = 0;

class Toasts {
  list = $state<readonly Toast[]>([]);

  /** Answers its id, to take it back by. */
  show(text: string, tone: Toast['tone'] = 'plain', about: string | null = null, way?: Way): number {
    const toast = { id: ++last, text, tone, about, way };
    this.list = [...untrack(() => this.list).slice(-2), toast];
    setTimeout(() => this.dismiss(toast.id), way ? offeredFor : shownFor);
    return toast.id;
  }

  clear(): void {
    this.list = [];
  }

  dismiss(id: number | undefined): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
