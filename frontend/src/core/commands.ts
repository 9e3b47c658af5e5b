import type { CommandAnswer, HolderTeam } from '../wire/types';
import type { Api } from './api';
import { problemOf } from './problem';
import type { Store } from './store';
import { newId, type Timers } from './surroundings';

/**
 * What somebody wants to happen now, and looks at while it does: assigning, closing and the like. A fault of the network
 * is tried twice more with the same key; then the author is told.
 */
export class Commands {
  readonly #api: Api;
  readonly #store: Store;
  readonly #timers: Timers;
  /** How far I have told to have read. */
  #seen = new Map<string, number>();

  constructor(api: Api, store: Store, timers: Timers) {
    this.#api = api;
    this.#store = store;
    this.#timers = timers;
  }

  assign(id: string, to: { team: HolderTeam; user?: string }, note: string): Promise<CommandAnswer> {
    return this.#conversation(id, 'assign', { to, ...(note === '' ? {} : { note }) });
  }

  escalate(id: string, reason: string, note: string, toUser?: string): Promise<CommandAnswer> {
    return this.#conversation(id, 'escalate', { reason, note, ...(toUser === undefined ? {} : { to_user: toUser }) });
  }

  acknowledge(id: string): Promise<CommandAnswer> {
    return this.#conversation(id, 'acknowledge', {});
  }

  close(id: string, note: string): Promise<CommandAnswer> {
    return this.#conversation(id, 'close', note === '' ? {} : { note });
  }

  /** Tells once how far I have read; a fault is no matter, the next one tells more. */
  seen(id: string, seq: number): void {
    if ((this.#seen.get(id) ?? 0) >= seq) return;
    this.#seen.set(id, seq);
    this.#conversation(id, 'seen', { seq }).catch(() => this.#seen.delete(id));
  }

  changeCustomer(id: string, change: { name?: string; about?: string }): Promise<CommandAnswer> {
    return this.#command('PATCH', `/customers/${encodeURIComponent(id)}`, change);
  }

  start(w: string, start: { phone: string; name?: string; text: string; force?: boolean }): Promise<CommandAnswer> {
    return this.#command('POST', `/workplaces/${encodeURIComponent(w)}/conversations`, start);
  }

  async next(): Promise<CommandAnswer | null> {
    return this.#command('POST', '/queue/next', {});
  }

  forget(): void {
    this.#seen.clear();
  }

  #conversation(id: string, what: string, body: object): Promise<CommandAnswer> {
    return this.#command('POST', `/conversations/${encodeURIComponent(id)}/${what}`, body);
  }

  async #command(method: string, path: string, body: object): Promise<CommandAnswer> {
    const key = newId();
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await this.#api.request<CommandAnswer>(method, path, { body, key });
        if (answer) this.#store.answered(answer);
        return answer;
      } catch (thrown) {
        const problem = problemOf(thrown);
        if (!problem.transient || attempt === 3) throw problem;
        await new Promise<void>((over) => this.#timers.after(300 * attempt, over));
      }
    }
  }
}
