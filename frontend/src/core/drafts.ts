import type { Drafts as DraftsBody, DraftMode } from '../wire/types';
import type { Api } from './api';
import { problemOf } from './problem';
import type { Signals } from './signals';
import type { Timers } from './surroundings';

/** The server keeps a draft so long after the last keystroke. */
const settleMs = 600;
const retryMs = 5_000;

interface Slot {
  text: string;
  /** What the server has; null: not known. */
  saved: string | null;
  saving: boolean;
  /** What the server is known to keep; a text that it refused is not kept. */
  kept: string;
  cancel: () => void;
}

/**
 * What I have begun to write, by conversation and mode. It is here at once and with the server soon after; what is not
 * there yet is sent again until it is. Nothing that the server says overwrites what I typed in this page.
 */
export class Drafts {
  #slots = new Map<string, Slot>();
  readonly #api: Api;
  readonly #signals: Signals;
  readonly #timers: Timers;

  constructor(api: Api, signals: Signals, timers: Timers) {
    this.#api = api;
    this.#signals = signals;
    this.#timers = timers;
  }

  get(conversation: string, mode: DraftMode): string {
    return this.#slots.get(keyOf(conversation, mode))?.text ?? '';
  }

  /** Whether the server has the text as it stands here. */
  kept(conversation: string, mode: DraftMode): boolean {
    const slot = this.#slots.get(keyOf(conversation, mode));
    return slot !== undefined && slot.text.trim() !== '' && slot.text === slot.kept;
  }

  set(conversation: string, mode: DraftMode, text: string): void {
    const slot = this.#slot(conversation, mode);
    if (slot.text === text) return;
    slot.text = text;
    this.#signals.emit(`draft:${conversation}`);
    this.#saveIn(settleMs, conversation, mode, slot);
  }

  /** What the server kept, from another page or before a reload. */
  loaded(conversation: string, drafts: DraftsBody): void {
    for (const mode of modes) {
      const slot = this.#slot(conversation, mode);
      const kept = drafts[mode] ?? '';
      const untouched = slot.text === (slot.saved ?? '');
      slot.saved = kept;
      slot.kept = kept;
      if (!untouched || slot.text === kept) continue;
      slot.text = kept;
      this.#signals.emit(`draft:${conversation}`);
    }
  }

  /** Sends what is not kept yet, now: the page goes away or the line is back. */
  flush(): void {
    for (const [key, slot] of this.#slots) {
      const [mode, conversation] = partsOf(key);
      if (slot.text !== (slot.saved ?? '')) this.#saveIn(0, conversation, mode, slot);
    }
  }

  /** Whether anything is written that the server does not have yet. */
  dirty(): boolean {
    return [...this.#slots.values()].some((slot) => slot.saving || slot.text !== (slot.saved ?? ''));
  }

  clear(): void {
    for (const slot of this.#slots.values()) slot.cancel();
    this.#slots.clear();
  }

  #slot(conversation: string, mode: DraftMode): Slot {
    const key = keyOf(conversation, mode);
    const slot = this.#slots.get(key) ?? { text: '', saved: null, saving: false, kept: '', cancel: () => {} };
    this.#slots.set(key, slot);
    return slot;
  }

  #saveIn(ms: number, conversation: string, mode: DraftMode, slot: Slot): void {
    slot.cancel();
    if (ms === 0) void this.#save(conversation, mode, slot);
    else slot.cancel = this.#timers.after(ms, () => void this.#save(conversation, mode, slot));
  }

  async #save(conversation: string, mode: DraftMode, slot: Slot): Promise<void> {
    // One at a time: two savings that overtake each other would keep the older text.
    if (slot.saving || slot.text === slot.saved) return;
    const text = slot.text;
    slot.saving = true;
    try {
      const path = `/conversations/${encodeURIComponent(conversation)}/drafts/${mode}`;
      if (text.trim() === '') await this.#api.request('DELETE', path, { keepalive: true });
      else await this.#api.request('PUT', path, { body: { text }, keepalive: true });
      slot.saved = text;
      slot.kept = text;
      this.#signals.emit(`draft:${conversation}`);
    } catch (thrown) {
      if (!problemOf(thrown).transient) {
        // The server will not have it (too long, no member any more): it stays here alone.
        slot.saved = text;
        return;
      }
    } finally {
      slot.saving = false;
    }
    if (this.#slots.get(keyOf(conversation, mode)) !== slot || slot.text === slot.saved) return;
    this.#saveIn(slot.text === text ? retryMs : settleMs, conversation, mode, slot);
  }
}

const modes: readonly DraftMode[] = ['reply', 'note'];

function keyOf(conversation: string, mode: DraftMode): string {
  return `${mode}:${conversation}`;
}

function partsOf(key: string): [DraftMode, string] {
  return key.startsWith('note:') ? ['note', key.slice(5)] : ['reply', key.slice(6)];
}
