import type { Event, Membership } from '../wire/types';
import type { Reader } from './apply';
import type { WorkplaceView } from './model';
import type { Problem } from './problem';
import type { Stream } from './stream';

/** So many events of a workplace are kept to bring a late snapshot up to date. */
const recentEvents = 1_000;

/** One workplace of the reader: how far its events have come here, and its snapshot. */
export class WorkplaceState {
  membership: Membership;
  stream: Stream | null = null;
  /** The seq up to which the snapshot (stream or queue) counts; events up to it change no count. */
  snapshot = 0;
  loading = false;
  problem: Problem | null = null;
  /** Events were missed: until the next snapshot, nothing that it does not name is sure. */
  hole = false;
  #seq: number | null = null;
  /** The newest events, without a gap after `#after`: a snapshot that is older than them is brought up to date. */
  #after = 0;
  #recent: Event[] = [];

  constructor(membership: Membership) {
    this.membership = membership;
  }

  get id(): string {
    return this.membership.workplace.id;
  }

  /** How far the socket has come; null: not known yet. */
  get seq(): number | null {
    return this.#seq;
  }

  /** Up to where the counts are right: what is counted next comes after it. */
  get counted(): number {
    return Math.max(this.#seq ?? 0, this.snapshot);
  }

  /** Everything after the seq will be told from now on. */
  begin(seq: number): void {
    this.#seq = seq;
    this.#after = seq;
    this.#recent = [];
  }

  /** Takes the next event; answers false at a hole, and null for what was here already. */
  take(e: Event): boolean | null {
    if (this.#seq !== null && e.seq <= this.#seq) return null;
    if (this.#seq !== null && e.seq > this.#seq + 1) return false;
    if (this.#seq === null) this.begin(e.seq - 1);
    this.#seq = e.seq;
    this.#recent.push(e);
    if (this.#recent.length > 2 * recentEvents) {
      this.#recent = this.#recent.slice(-recentEvents);
      this.#after = (this.#recent[0]?.seq ?? e.seq) - 1;
    }
    return true;
  }

  /** Whether events after this snapshot are gone from memory: it can't be brought up to date. */
  overtaken(seq: number): boolean {
    return this.#seq !== null && seq < this.#after;
  }

  /** A snapshot is in place; answers the events that it does not know of. */
  arrived(seq: number): Event[] {
    this.loading = this.hole = false;
    this.problem = null;
    this.snapshot = seq;
    if (this.#seq === null) this.begin(seq);
    return this.#recent.filter((e) => e.seq > seq);
  }

  reader(user: string): Reader {
    return { user, agentsService: this.membership.workplace.agents_service };
  }

  view(): WorkplaceView {
    return {
      workplace: this.membership.workplace,
      role: this.membership.role,
      loaded: this.stream !== null,
      loading: this.loading,
      problem: this.problem,
    };
  }
}
