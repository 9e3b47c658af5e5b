import type { Conversation, Event } from '../wire/types';
import { directs } from './direction';
import type { QueueView } from './model';
import type { Problem } from './problem';

/**
 * An agent's own work over all their workplaces: what they hold, what the office holds and directs them to answer, and
 * what waits in All Agents.
 */
export class QueueModel {
  #workplaces = new Set<string>();
  #mine = new Map<string, Conversation>();
  #mayReply = new Map<string, Conversation>();
  #waiting = new Map<string, Conversation>();
  #view: QueueView = { loaded: false, problem: null, mine: [], mayReply: [], waiting: [] };

  view(): QueueView {
    return this.#view;
  }

  /** Whether the workplace's work is in the queue. */
  covers(workplace: string): boolean {
    return this.#workplaces.has(workplace);
  }

  /** Whether an event brings a conversation into the queue. */
  gets(e: Event, me: string): boolean {
    if (!this.covers(e.workplace)) return false;
    const holder = (to: { team: string; user: { id: string } | null }) => to.user?.id === me || (to.team === 'agents' && to.user === null);
    switch (e.kind) {
      case 'agents.directed':
        return directs(e.data.agents, me);
      case 'conversation.opened':
        return holder(e.data.holder);
      case 'conversation.assigned':
      case 'conversation.escalated':
      case 'conversation.taken_over':
        return holder(e.data.to);
      default:
        return false;
    }
  }

  reset(workplaces: readonly string[]): void {
    this.#workplaces = new Set(workplaces);
    this.#mine.clear();
    this.#mayReply.clear();
    this.#waiting.clear();
    this.#view = { loaded: true, problem: null, mine: [], mayReply: [], waiting: [] };
  }

  clear(): void {
    this.reset([]);
    this.#view = { ...this.#view, loaded: false };
  }

  failed(problem: Problem): void {
    this.#view = { ...this.#view, problem };
  }

  /** Files a conversation as it now stands; answers whether that changed the queue. */
  update(c: Conversation, me: string): boolean {
    if (!this.covers(c.workplace)) return false;
    const held = c.status === 'open';
    const mine = held && c.holder.user?.id === me;
    const waiting = held && c.holder.team === 'agents' && c.holder.user === null;
    const mayReply = held && c.holder.team === 'staff' && !mine && directs(c.directed, me);
    const changed = [file(this.#mine, c, mine), file(this.#mayReply, c, mayReply), file(this.#waiting, c, waiting)];
    if (!changed.includes(true)) return false;
    this.#sort();
    return true;
  }

  remove(id: string): void {
    const removed = [this.#mine.delete(id), this.#mayReply.delete(id), this.#waiting.delete(id)];
    if (removed.includes(true)) this.#sort();
  }

  #sort(): void {
    this.#view = {
      ...this.#view,
      mine: [...this.#mine.values()].sort(mineFirst).map((c) => c.id),
      mayReply: [...this.#mayReply.values()].sort(longestFirst).map((c) => c.id),
      waiting: [...this.#waiting.values()].sort(longestFirst).map((c) => c.id),
    };
  }
}

function file(list: Map<string, Conversation>, c: Conversation, belongs: boolean): boolean {
  if (!belongs) return list.delete(c.id);
  const before = list.get(c.id);
  list.set(c.id, c);
  return before === undefined || rank(before) !== rank(c);
}

function rank(c: Conversation): string {
  return `${c.waiting_since ?? ''} ${c.last_message?.at ?? ''} ${c.held_since}`;
}

/** The longest waiting first, then those that don't wait, the oldest first. */
export function longestFirst(a: Conversation, b: Conversation): number {
  return byWaiting(a, b) || compare(last(a), last(b)) || compare(a.id, b.id);
}

/** What I hold: the longest waiting first, then what is freshest. */
function mineFirst(a: Conversation, b: Conversation): number {
  return byWaiting(a, b) || compare(last(b), last(a)) || compare(a.id, b.id);
}

function byWaiting(a: Conversation, b: Conversation): number {
  if (a.waiting_since === null || b.waiting_since === null) return Number(a.waiting_since === null) - Number(b.waiting_since === null);
  return compare(a.waiting_since, b.waiting_since) || compare(a.id, b.id);
}

function last(c: Conversation): string {
  return c.last_message?.at ?? '';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
