import type { ConversationPage, ConversationView, OlderEvents, Queue, SectionKey, Stream } from '../wire/types';
import type { Api } from './api';
import type { Drafts } from './drafts';
import { type Problem, problemOf } from './problem';
import type { Needs, Store } from './store';
import { backoff, type Timers } from './surroundings';
import type { Timelines } from './timelines';

export interface LoaderOptions {
  api: Api;
  timers: Timers;
  timelines: Timelines;
  random?: (() => number) | undefined;
  epoch(epoch: string): void;
}

/** So many conversations are fetched at the same time. */
const lanes = 4;

interface Job {
  /** It was asked for again while it ran: the answer on its way may be too old. */
  again: boolean;
  done: Promise<void>;
}

/**
 * Fetches what the screens open and what the store finds missing. The same thing is fetched once at a time; a fault of
 * the network is tried again until it is over, a refusal is shown where the data would be.
 */
export class Loader implements Needs {
  readonly #o: LoaderOptions;
  #store: Store | null = null;
  #drafts: Drafts | null = null;
  #jobs = new Map<string, Job>();
  #lanes = 0;
  #queued: (() => void)[] = [];
  /** Rises with every user: what was asked for an earlier one is let go. */
  #turn = 0;

  constructor(options: LoaderOptions) {
    this.#o = options;
  }

  use(store: Store, drafts: Drafts): void {
    this.#store = store;
    this.#drafts = drafts;
  }

  /** Lets go of everything that is on its way. */
  clear(): void {
    this.#turn++;
    this.#jobs.clear();
    this.#queued = [];
    this.#lanes = 0;
  }

  /** The first snapshot of a workplace: where it is on its way already, that one is new enough. */
  firstStream(w: string): Promise<void> {
    return this.#jobs.get(`stream ${w}`)?.done ?? this.stream(w);
  }

  firstQueue(): Promise<void> {
    return this.#jobs.get('queue')?.done ?? this.queue();
  }

  stream(w: string): Promise<void> {
    this.#store?.loading(w);
    return this.#job(
      `stream ${w}`,
      async (current) => {
        const body = await this.#o.api.get<Stream>(`/workplaces/${encodeURIComponent(w)}/stream`);
        if (!current()) return;
        this.#o.epoch(body.epoch);
        this.#store?.snapshot(w, body);
      },
      (problem) => this.#store?.failed(w, problem),
    );
  }

  queue(): Promise<void> {
    return this.#job(
      'queue',
      async (current) => {
        const body = await this.#o.api.get<Queue>('/queue');
        if (current()) this.#store?.queueSnapshot(body);
      },
      (problem) => this.#store?.queueFailed(problem),
    );
  }

  conversation(id: string): Promise<void> {
    return this.#job(
      `conversation ${id}`,
      async (current) => {
        await this.#lane();
        try {
          const view = await this.#o.api.get<ConversationView>(`/conversations/${encodeURIComponent(id)}`);
          if (!current()) return;
          this.#drafts?.loaded(id, view.drafts);
          if (this.#o.timelines.has(id)) this.#o.timelines.newest(id, view.events, view.has_more);
          this.#store?.read(view);
        } finally {
          if (current()) this.#leaveLane();
        }
      },
      (problem) => {
        if (!problem.transient) this.#store?.missing(id);
        if (this.#o.timelines.has(id)) this.#o.timelines.failed(id, problem);
      },
    );
  }

  /** A conversation somebody wants to read: its history is kept from now on. */
  open(id: string): Promise<void> {
    this.#o.timelines.loading(id);
    return this.conversation(id);
  }

  older(id: string): Promise<void> {
    const timeline = this.#o.timelines.get(id);
    const first = timeline.entries[0];
    if (!timeline.loaded || !timeline.hasMore || timeline.loading || !first) return Promise.resolve();
    this.#o.timelines.loading(id);
    return this.#job(
      `older ${id}`,
      async (current) => {
        const page = await this.#o.api.get<OlderEvents>(`/conversations/${encodeURIComponent(id)}/events?before=${first.seq}`);
        if (current()) this.#o.timelines.older(id, page.events, page.has_more);
      },
      (problem) => this.#o.timelines.failed(id, problem),
      false,
    );
  }

  section(w: string, key: SectionKey): Promise<void> {
    const section = this.#store?.section(w, key);
    if (!section?.next || section.loading) return Promise.resolve();
    const query = new URLSearchParams({ section: key, cursor: section.next });
    this.#store?.loadingSection(w, key, true);
    return this.#job(
      `section ${w} ${key}`,
      async (current) => {
        const page = await this.#o.api.get<ConversationPage>(`/workplaces/${encodeURIComponent(w)}/conversations?${query}`);
        if (current()) this.#store?.append(w, key, page.conversations, page.next);
      },
      () => this.#store?.loadingSection(w, key, false),
      false,
    );
  }

  async #lane(): Promise<void> {
    if (this.#lanes < lanes) {
      this.#lanes++;
      return;
    }
    await new Promise<void>((free) => this.#queued.push(free));
  }

  #leaveLane(): void {
    const next = this.#queued.shift();
    if (next) next();
    else this.#lanes--;
  }

  #job(
    name: string,
    run: (current: () => boolean) => Promise<void>,
    failed: (problem: Problem) => void,
    persistent = true,
  ): Promise<void> {
    const running = this.#jobs.get(name);
    if (running) {
      running.again = true;
      return running.done;
    }
    const turn = this.#turn;
    const current = () => turn === this.#turn;
    const job: Job = { again: false, done: Promise.resolve() };
    this.#jobs.set(name, job);
    job.done = this.#run(job, run, failed, persistent, current).finally(() => {
      if (this.#jobs.get(name) === job) this.#jobs.delete(name);
    });
    return job.done;
  }

  async #run(
    job: Job,
    run: (current: () => boolean) => Promise<void>,
    failed: (problem: Problem) => void,
    persistent: boolean,
    current: () => boolean,
  ): Promise<void> {
    const began = this.#o.timers.now();
    for (let attempt = 1; current(); attempt++) {
      job.again = false;
      try {
        await run(current);
        if (!job.again || !persistent) return;
      } catch (thrown) {
        const problem = problemOf(thrown);
        if (!current()) return;
        failed(problem);
        if (!persistent || !(problem.transient || problem.code === 'rate_limited')) return;
        const pause = backoff(attempt, this.#o.timers.now() - began, this.#o.random);
        await new Promise<void>((over) => this.#o.timers.after(Math.max(pause, (problem.retry_after ?? 0) * 1_000), over));
      }
    }
  }
}
