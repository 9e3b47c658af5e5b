import type { Event, PresenceUser, TypingFrame } from '../wire/types';
import type { TypingNow } from './model';
import type { Signals } from './signals';
import type { Timers } from './surroundings';

/** Typing is shown for so long unless it is told again. */
const typingMs = 5_000;

/** Who is here, looks and writes. Nothing of it is kept: a cut line forgets it all. */
export class People {
  #presence = new Map<string, ReadonlyMap<string, PresenceUser>>();
  #viewers = new Map<string, readonly string[]>();
  #typing = new Map<string, readonly (TypingNow & { until: number })[]>();
  readonly #signals: Signals;
  readonly #timers: Timers;
  readonly #me: () => string;

  constructor(signals: Signals, timers: Timers, me: () => string) {
    this.#signals = signals;
    this.#timers = timers;
    this.#me = me;
  }

  presence(workplace: string): ReadonlyMap<string, PresenceUser> {
    return this.#presence.get(workplace) ?? none;
  }

  viewers(conversation: string): readonly string[] {
    return this.#viewers.get(conversation) ?? nobody;
  }

  typing(conversation: string): readonly TypingNow[] {
    return this.#typing.get(conversation) ?? nobody;
  }

  /** The list, or what changed in it. */
  present(workplace: string, users: readonly PresenceUser[]): void {
    const next = new Map(this.presence(workplace));
    const touched = new Set<string>();
    for (const user of users) {
      const before = next.get(user.id)?.viewing;
      if (before) touched.add(before);
      if (user.viewing) touched.add(user.viewing);
      next.set(user.id, user);
    }
    this.#presence.set(workplace, next);
    this.#signals.emit(`presence:${workplace}`);
    for (const conversation of touched) this.#look(conversation, next);
  }

  typingNow(frame: TypingFrame): void {
    if (frame.user?.id === this.#me()) return;
    const until = this.#timers.now() + typingMs;
    const others = this.#others(frame.conversation, frame.user?.id ?? null);
    this.#setTyping(frame.conversation, [...others, { user: frame.user, note: frame.note ?? false, until }]);
    this.#timers.after(typingMs, () => this.#expire(frame.conversation));
  }

  /** Whoever's message came writes no more. */
  heard(event: Event): void {
    if (!this.#typing.has(event.conversation)) return;
    const writes = event.kind === 'message.received' || event.kind === 'message.sent' || event.kind === 'note.added';
    if (writes) this.#setTyping(event.conversation, this.#others(event.conversation, event.by.user?.id ?? null));
  }

  forget(): void {
    const keys = [...this.#presence.keys()];
    const viewed = [...this.#viewers.keys()];
    const typed = [...this.#typing.keys()];
    this.#presence.clear();
    this.#viewers.clear();
    this.#typing.clear();
    this.#signals.emit(...keys.map((w) => `presence:${w}` as const));
    this.#signals.emit(...viewed.map((c) => `viewers:${c}` as const), ...typed.map((c) => `typing:${c}` as const));
  }

  #look(conversation: string, users: ReadonlyMap<string, PresenceUser>): void {
    const viewers = [...users.values()].filter((u) => u.viewing === conversation && u.id !== this.#me()).map((u) => u.id);
    if (viewers.length === 0) this.#viewers.delete(conversation);
    else this.#viewers.set(conversation, viewers);
    this.#signals.emit(`viewers:${conversation}`);
  }

  #others(conversation: string, user: string | null): readonly (TypingNow & { until: number })[] {
    return (this.#typing.get(conversation) ?? []).filter((t) => (t.user?.id ?? null) !== user);
  }

  #expire(conversation: string): void {
    const now = this.#timers.now();
    const all = this.#typing.get(conversation);
    const left = all?.filter((t) => t.until > now);
    if (all && left && left.length < all.length) this.#setTyping(conversation, left);
  }

  #setTyping(conversation: string, typing: readonly (TypingNow & { until: number })[]): void {
    if (typing.length === 0) this.#typing.delete(conversation);
    else this.#typing.set(conversation, typing);
    this.#signals.emit(`typing:${conversation}`);
  }
}

const none: ReadonlyMap<string, PresenceUser> = new Map();
const nobody: readonly never[] = [];
