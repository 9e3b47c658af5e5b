import type { Conversation, Event, Role } from '../wire/types';
import { directs } from './direction';
import type { Notice, NoticeKind } from './model';

/** Whom a notice would be for, and how they stood to the conversation when it happened. */
export interface Concerned {
  me: string;
  role: Role;
  /** The conversation as it is known here. */
  conversation: Conversation | undefined;
}

/**
 * Why somebody has to be told of an event, wherever they are in the page; null: it does not concern them, or they did it.
 * What they lose and what is given to them stands in the event itself, so it is told also of what is not here.
 */
export function concern(e: Event, { me, role, conversation }: Concerned): NoticeKind | null {
  if (e.by.user?.id === me) return null;
  switch (e.kind) {
    case 'conversation.assigned':
    case 'conversation.escalated':
    case 'conversation.taken_over':
      if (e.data.to.user?.id === me) return e.data.from.user?.id === me ? null : 'given';
      return e.data.from.user?.id === me ? 'lost' : null;
    case 'conversation.closed':
      // What sleeps is closed by the system, and nobody misses it.
      return e.by.team !== 'system' && e.data.from.user?.id === me ? 'lost' : null;
    case 'agents.directed':
      return role === 'agent' && directs(e.data.agents, me) ? 'directed' : null;
    case 'note.added':
      if (e.data.mentions.includes(me)) return 'mentioned';
      return e.by.user !== null && conversation?.status === 'open' && conversation.holder.user?.id === me ? 'noted' : null;
    default:
      return null;
  }
}

/** Whether an event leaves nothing to be told of: the reader was there themselves, or what they were told has ended. */
function ends(e: Event, { kind, event }: Notice, me: string): boolean {
  if (e.kind === 'conversation.seen') return e.by.user?.id === me && e.data.seq >= event.seq;
  if (e.by.user?.id === me) return true;
  switch (e.kind) {
    case 'message.sent':
      // A colleague did what was asked for, or the office wrote itself, which ends every direction.
      return kind === 'directed' && e.data.answers;
    case 'conversation.closed':
      return kind === 'directed' || kind === 'given';
    case 'conversation.assigned':
      return kind === 'directed' && e.data.to.team !== 'staff';
    default:
      return false;
  }
}

/**
 * What others did that concerns the reader, and that they have not looked at: at most one a conversation, the newest. It
 * goes when they look, when they do anything there themselves, on whichever device, or when its reason ends.
 */
export class Notices {
  #list: readonly Notice[] = [];

  /** The newest first. */
  list(): readonly Notice[] {
    return this.#list;
  }

  /** Takes an event as it comes, once; answers whether the list changed. */
  heard(e: Event, concerned: Concerned): boolean {
    const kind = concern(e, concerned);
    const before = this.#list.find((notice) => notice.conversation === e.conversation);
    if (kind !== null) {
      const notice: Notice = { conversation: e.conversation, workplace: e.workplace, kind, event: e };
      this.#list = [notice, ...this.#list.filter((other) => other !== before)];
      return true;
    }
    return before !== undefined && ends(e, before, concerned.me) && this.drop((notice) => notice === before);
  }

  /** Forgets those; answers whether there were any. */
  drop(which: (notice: Notice) => boolean): boolean {
    const left = this.#list.filter((notice) => !which(notice));
    if (left.length === this.#list.length) return false;
    this.#list = left;
    return true;
  }
}
