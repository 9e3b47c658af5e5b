import { untrack } from 'svelte';

/** A short word about something that has happened, gone by itself after a while. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'danger';
  /** The one thing that it is true of, which is not said beside another. */
  readonly about: string | null;
}

const shownFor = 6000;
let last = 0;

class Toasts {
  list = $state<readonly Toast[]>([]);

  show(text: string, tone: Toast['tone'] = 'plain', about: string | null = null): void {
    const toast = { id: ++last, text, tone, about };
    this.list = [...untrack(() => this.list).slice(-2), toast];
    setTimeout(() => this.dismiss(toast.id), shownFor);
  }

  clear(): void {
    this.list = [];
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
