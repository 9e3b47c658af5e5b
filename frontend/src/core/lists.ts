import type { Members, QuickResponses, Reasons } from '../wire/types';
import type { Api } from './api';
import type { Lists } from './model';
import type { Signals } from './signals';
import type { Timers } from './surroundings';

/** Lists change seldom and by no event: they are read again when somebody needs them and they are older than this. */
const freshMs = 60_000;

/** A workplace's members, escalation reasons and quick responses. */
export class WorkplaceLists {
  #lists = new Map<string, Lists>();
  #asked = new Map<string, { at: number; done: Promise<void> }>();
  readonly #api: Api;
  readonly #signals: Signals;
  readonly #timers: Timers;

  constructor(api: Api, signals: Signals, timers: Timers) {
    this.#api = api;
    this.#signals = signals;
    this.#timers = timers;
  }

  get(w: string): Lists {
    return this.#lists.get(w) ?? nothing;
  }

  load(w: string): Promise<void> {
    const asked = this.#asked.get(w);
    if (asked && this.#timers.now() - asked.at < freshMs) return asked.done;
    const done = this.#load(w);
    this.#asked.set(w, { at: this.#timers.now(), done });
    return done;
  }

  clear(): void {
    this.#lists.clear();
    this.#asked.clear();
  }

  async #load(w: string): Promise<void> {
    const path = `/workplaces/${encodeURIComponent(w)}`;
    const [members, reasons, responses] = await Promise.all([
      this.#list<Members>(`${path}/members`),
      this.#list<Reasons>(`${path}/escalation-reasons`),
      this.#list<QuickResponses>(`${path}/quick-responses`),
    ]);
    // A list that could not be had leaves the one that is here, and is asked for again the next time.
    if (!members || !reasons || !responses) this.#asked.delete(w);
    const before = this.get(w);
    this.#lists.set(w, {
      members: members?.members ?? before.members,
      reasons: reasons?.escalation_reasons ?? before.reasons,
      quickResponses: responses?.quick_responses ?? before.quickResponses,
    });
    this.#signals.emit(`lists:${w}`);
  }

  async #list<T>(path: string): Promise<T | null> {
    try {
      return await this.#api.get<T>(path);
    } catch {
      return null;
    }
  }
}

const nothing: Lists = { members: [], reasons: [], quickResponses: [] };
