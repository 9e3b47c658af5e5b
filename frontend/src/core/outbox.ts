import type { CommandAnswer, Event } from '../wire/types';
import type { Api } from './api';
import type { OutboxEntry } from './model';
import { type FaultCode, Problem, problemOf } from './problem';
import type { Signals } from './signals';
import type { Store } from './store';
import { backoff, newId, type Timers } from './surroundings';
import type { Vault } from './vault';

export interface OutboxOptions {
  api: Api;
  store: Store;
  signals: Signals;
  timers: Timers;
  random?: (() => number) | undefined;
  me(): string;
  vault: Vault;
}

/** What waited longer than this is not sent without asking: the conversation may have moved on. */
const staleMs = 5 * 60_000;

/** Refusals that mean: somebody else acted meanwhile. The author learns of that first, and then decides. */
const crossings: readonly FaultCode[] = ['crossed_reply', 'agents_locked_out', 'held_by_other'];

/** What is to be sent; everything else of an entry is made here. */
export type Draft = Pick<OutboxEntry, 'conversation' | 'kind' | 'text' | 'directsAgents' | 'ifSeen'>;

/**
 * Messages and notes on their way. One conversation's entries go one after another, in the order they were written, but
 * for notes behind a reply that is held; each carries its idempotency key, so that sending again is harmless. Only faults of the network and a server that records
 * nothing just now are tried again by themselves; a refusal is the author's to decide.
 */
export class Outbox {
  readonly #o: OutboxOptions;
  #entries: OutboxEntry[] = [];
  /** What was read last, by conversation, until it changes. */
  #read = new Map<string, readonly OutboxEntry[]>();
  /** Entries whose event came before the answer to their command. */
  #echoed = new Set<string>();
  #attempts = new Map<string, { count: number; since: number }>();
  #waiting = new Map<string, () => void>();

  constructor(options: OutboxOptions) {
    this.#o = options;
  }

  /** What is not on the timeline yet, oldest first. */
  entries(conversation: string): readonly OutboxEntry[] {
    const read = this.#read.get(conversation);
    if (read) return read;
    const entries = this.#entries.filter((e) => e.conversation === conversation && !this.#echoed.has(e.id));
    this.#read.set(conversation, entries);
    return entries;
  }

  /** What is not on any timeline yet, oldest first. */
  all(): readonly OutboxEntry[] {
    return this.#entries;
  }

  /** Whether anything is still to be sent. */
  busy(): boolean {
    return this.#entries.length > 0;
  }

  /** Takes up what an earlier page of the same person left unsent. It goes before what was written since. */
  async restore(user: string): Promise<void> {
    const left = await this.#o.vault.open(user);
    if (this.#o.me() !== user) return;
    const here = new Set(this.#entries.map((e) => e.id));
    const restored = left.filter((e) => !here.has(e.id)).map(afresh);
    if (restored.length === 0) return;
    this.#entries = [...restored, ...this.#entries];
    for (const entry of restored) this.#told(entry);
    for (const conversation of new Set(restored.map((e) => e.conversation))) this.#next(conversation);
  }

  add(draft: Draft): OutboxEntry {
    const entry: OutboxEntry = {
      ...draft,
      id: newId(),
      workplace: this.#o.store.conversation(draft.conversation)?.workplace ?? '',
      force: false,
      at: this.#o.timers.now(),
      state: 'queued',
      problem: null,
      missed: [],
    };
    this.#entries = [...this.#entries, entry];
    this.#o.vault.keep(entry);
    this.#told(entry);
    this.#next(entry.conversation);
    return entry;
  }

  /** Tries an entry again, with the same key: failed, stale, or waiting for the network. */
  retry(id: string): void {
    this.#revive(id, { at: this.#o.timers.now() });
  }

  /** Sends a held reply all the same. The forced command is another one, so it gets another key. */
  force(id: string): void {
    this.#revive(id, { id: newId(), force: true, at: this.#o.timers.now() });
  }

  /** Takes an entry out, unless it is on its way just now, and answers its text. */
  discard(id: string): string {
    const entry = this.#entries.find((e) => e.id === id);
    if (!entry || entry.state === 'sending') return entry?.text ?? '';
    this.#remove(entry);
    this.#next(entry.conversation);
    return entry.text;
  }

  /** The network is back: what waits for it goes now. */
  flush(): void {
    for (const conversation of new Set(this.#entries.map((e) => e.conversation))) {
      this.#waiting.get(conversation)?.();
      this.#waiting.delete(conversation);
      this.#next(conversation);
    }
  }

  /** An event came that may be the recording of an entry on its way: it is not shown twice. */
  heard(event: Event): void {
    if (event.by.user?.id !== this.#o.me()) return;
    const kind = event.kind === 'message.sent' ? 'message' : event.kind === 'note.added' ? 'note' : null;
    if (kind === null || !('text' in event.data)) return;
    const { text } = event.data;
    const entry = this.#entries.find(
      (e) =>
        e.state === 'sending' && e.kind === kind && e.conversation === event.conversation && e.text === text && !this.#echoed.has(e.id),
    );
    if (!entry) return;
    this.#echoed.add(entry.id);
    this.#told(entry);
  }

  /** Nobody is in any more: nothing of mine stays in this page. */
  clear(): void {
    this.stop();
    for (const entry of [...this.#entries]) this.#forget(entry);
  }

  /** The page goes: what is here waits for the next. */
  stop(): void {
    this.#o.vault.close();
    for (const cancel of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }

  #next(conversation: string): void {
    const here = this.#entries.filter((e) => e.conversation === conversation);
    // No reply overtakes one that is held; a note may say meanwhile what the office should know.
    const held = here.some((e) => e.state === 'crossed');
    const entry = here.find((e) => e.state !== 'failed' && e.state !== 'crossed' && !(held && e.kind === 'message'));
    if (entry?.state !== 'queued' || this.#waiting.has(conversation)) return;
    if (this.#o.timers.now() - entry.at > staleMs) {
      this.#change(entry, { state: 'stale' });
      return;
    }
    void this.#send(this.#change(entry, { state: 'sending', problem: null }));
  }

  async #send(entry: OutboxEntry): Promise<void> {
    const path = `/conversations/${encodeURIComponent(entry.conversation)}/${entry.kind === 'note' ? 'notes' : 'messages'}`;
    let answer: CommandAnswer;
    try {
      answer = await this.#o.api.request<CommandAnswer>('POST', path, { body: bodyOf(entry), key: entry.id });
    } catch (thrown) {
      if (this.#entries.includes(entry)) this.#refused(entry, problemOf(thrown));
      return;
    }
    if (!this.#entries.includes(entry)) return;
    this.#o.store.answered(answer);
    this.#remove(entry);
    this.#next(entry.conversation);
  }

  #refused(entry: OutboxEntry, problem: Problem): void {
    this.#echoed.delete(entry.id);
    if (problem.transient) {
      this.#change(entry, { state: 'queued', problem });
      this.#later(entry);
      return;
    }
    const crossed = entry.kind === 'message' && crossings.includes(problem.code);
    this.#change(entry, { state: crossed ? 'crossed' : 'failed', problem, missed: problem.missed });
    this.#next(entry.conversation);
  }

  #later(entry: OutboxEntry): void {
    const now = this.#o.timers.now();
    const tries = this.#attempts.get(entry.id) ?? { count: 0, since: now };
    this.#attempts.set(entry.id, { ...tries, count: tries.count + 1 });
    // Not at once: the first wait is the second of the ladder.
    const pause = backoff(tries.count + 1, now - tries.since, this.#o.random);
    const cancel = this.#o.timers.after(pause, () => {
      this.#waiting.delete(entry.conversation);
      this.#next(entry.conversation);
    });
    this.#waiting.set(entry.conversation, cancel);
  }

  #revive(id: string, change: Partial<OutboxEntry>): void {
    const entry = this.#entries.find((e) => e.id === id);
    if (!entry || entry.state === 'sending') return;
    this.#attempts.delete(id);
    this.#waiting.get(entry.conversation)?.();
    this.#waiting.delete(entry.conversation);
    this.#change(entry, { ...change, state: 'queued', problem: null, missed: [] });
    this.#next(entry.conversation);
  }

  #change(entry: OutboxEntry, change: Partial<OutboxEntry>): OutboxEntry {
    const next = { ...entry, ...change };
    this.#entries = this.#entries.map((e) => (e === entry ? next : e));
    // Whether it is on its way just now is nothing to keep: a later page would send it again.
    if (next.state !== 'sending') this.#o.vault.keep(next, entry.id);
    this.#told(next);
    return next;
  }

  #remove(entry: OutboxEntry): void {
    this.#o.vault.drop(entry.id);
    this.#forget(entry);
  }

  #forget(entry: OutboxEntry): void {
    this.#entries = this.#entries.filter((e) => e.id !== entry.id);
    this.#echoed.delete(entry.id);
    this.#attempts.delete(entry.id);
    this.#told(entry);
  }

  #told(entry: OutboxEntry): void {
    this.#read.delete(entry.conversation);
    this.#o.signals.emit(`outbox:${entry.conversation}`, 'unsent');
  }
}

/** An entry as a later page takes it up: what was on its way waits again, with the same key. */
function afresh(entry: OutboxEntry): OutboxEntry {
  const { problem, state } = entry;
  return {
    ...entry,
    state: state === 'sending' ? 'queued' : state,
    problem: problem && new Problem({ code: problem.code, status: problem.status, detail: problem.detail }),
  };
}

function bodyOf(entry: OutboxEntry): object {
  if (entry.kind === 'note') return { text: entry.text, directs_agents: entry.directsAgents };
  return {
    text: entry.text,
    ...(entry.ifSeen === null ? {} : { if_seen: entry.ifSeen }),
    ...(entry.force ? { force: true } : {}),
  };
}
