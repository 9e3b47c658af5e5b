/* Sound, desktop notifications and the spoken summary: made when a reason comes, taken back when it goes. */
import type { Model } from '../../screen/model.svelte';
import type { Preferences } from '../../screen/preferences.svelte';
import type { Router } from '../../screen/router.svelte';
import { m } from '../../i18n/generated/messages.js';
import { announce } from '../../ui/announce.svelte';
import type { Conversation, SectionKey } from '../../wire/types';
import { Chime } from './chime';
import { routeTo } from './route';
import { Batch, type Kind, type Reason, reasonsFor, Rest, Rhythm, Watch } from './reasons';
import { Eyes, Part } from './tabs';

const bodies: Record<Kind, (names: { workplace: string }) => string> = {
  message: m.notify_message,
  assigned: m.notify_assigned,
  escalation: m.notify_escalation,
};
const spoken: Partial<Record<SectionKey, (counts: { count: number }) => string>> = {
  mine: m.announce_new_mine,
  staff: m.announce_new_staff,
  agents: m.announce_new_agents,
  lara: m.announce_new_lara,
};

export class Attention {
  /** A sound was due and the browser would not play it. */
  blocked = $state(false);
  readonly #o: { model: Model; preferences: Preferences; router: Router };
  readonly #chime = new Chime();
  readonly #sounds = new Part('sound');
  readonly #cards = new Part('desktop');
  readonly #eyes = new Eyes();
  readonly #rhythm = new Rhythm();
  readonly #rest = new Rest();
  readonly #batch = new Batch<SectionKey>();
  #watch = new Watch();
  #heard: Map<string, number> | null = null;
  #reasons: readonly Reason[] = [];
  #fresh = false;
  /** By conversation, with the reason that each was shown for. */
  #shown = new Map<string, { card: Notification; key: string }>();

  constructor(parts: { model: Model; preferences: Preferences; router: Router }) {
    this.#o = parts;
  }

  /** Runs from signing in to signing out, also while the screen is locked. */
  start(): () => void {
    this.#watch = new Watch();
    this.#heard = null;
    this.#cards.ask();
    const unlock = () => void this.unlock();
    const look = () => this.#look();
    const stops = [this.#o.model.desk.subscribe('wall', look), this.#o.model.desk.subscribe('workplaces', look)];
    const timer = setInterval(() => this.#tick(), 1000);
    // Whoever has just signed in has typed or clicked in this page already.
    if (navigator.userActivation.hasBeenActive) unlock();
    addEventListener('pointerdown', unlock, { capture: true });
    addEventListener('keydown', unlock, { capture: true });
    this.#look();
    return () => {
      for (const stop of stops) stop();
      clearInterval(timer);
      removeEventListener('pointerdown', unlock, { capture: true });
      removeEventListener('keydown', unlock, { capture: true });
      for (const { card } of this.#shown.values()) card.close();
      this.#shown.clear();
      this.#eyes.look(null);
      this.blocked = false;
    };
  }

  async unlock(): Promise<void> {
    if (this.#chime.ready || !(await this.#chime.unlock())) return;
    this.#sounds.ask();
    this.blocked = false;
  }

  #look(): void {
    const { desk } = this.#o.model;
    const session = desk.session();
    if (session.state !== 'signed_in') return;
    const roles = new Map(desk.workplaces().map(({ workplace, role }) => [workplace.id, role]));
    const conversations = desk.everywhere().flatMap((id) => desk.conversation(id) ?? []);
    this.#reasons = conversations.flatMap((c) => reasonsFor(c, session.me.id, roles.get(c.workplace) ?? 'supervisor'));
    this.#seen();
    const loaded = desk.workplaces().flatMap((view) => (view.loaded ? [view.workplace.id] : []));
    const fresh = this.#watch.look(this.#reasons, loaded).filter((reason) => !this.#eyes.on(reason.conversation));
    this.#rest.add(fresh, Date.now());
    this.#fresh ||= fresh.some((reason) => this.#audible(reason));
    this.#count(conversations, session.me.id, loaded);
    this.#tick();
  }

  #tick(): void {
    this.#seen();
    this.#clear();
    const at = Date.now();
    const rested = this.#rest.take(this.#reasons, at).filter((reason) => !this.#eyes.on(reason.conversation));
    // One card a conversation, however many reasons came at once.
    for (const reason of rested) if (rested.find((other) => other.conversation === reason.conversation) === reason) this.#card(reason);
    const urgent = this.#reasons.some((reason) => reason.urgent && this.#audible(reason));
    const fresh = this.#fresh;
    if (this.#rhythm.beat(at, fresh, urgent)) {
      if (this.#sounds.mine) this.#chime.play(urgent);
      else if (!this.#chime.ready) void this.#sounds.taken().then((taken) => (this.blocked = !taken && !this.#chime.ready));
    }
    this.#fresh = false;
    for (const [section, count] of this.#batch.take(at)) {
      const say = spoken[section];
      if (say) announce(say({ count }));
    }
  }

  /** Which conversation somebody has before their eyes in this tab. */
  #seen(): void {
    this.#eyes.look(document.hasFocus() && !document.hidden ? this.#o.router.conversation : null);
  }

  #audible({ kind, conversation }: Reason): boolean {
    const { preferences } = this.#o;
    const wanted = { message: preferences.soundMessage, assigned: preferences.soundAssigned, escalation: preferences.soundEscalation };
    return wanted[kind] && !this.#eyes.on(conversation);
  }

  /** Counts customers' messages by section for who listens; the open conversation speaks for itself. */
  #count(conversations: readonly Conversation[], me: string, loaded: readonly string[]): void {
    const before = this.#heard;
    const heard = new Map<string, number>();
    for (const c of conversations) {
      const seq = c.last_message?.from === 'customer' ? c.last_message.seq : 0;
      heard.set(c.id, Math.max(seq, before?.get(c.id) ?? 0));
      if (before === null || !loaded.includes(c.workplace) || c.id === this.#o.router.conversation) continue;
      if (before.has(c.id) && seq > (before.get(c.id) ?? 0)) this.#batch.add(c.holder.user?.id === me ? 'mine' : c.holder.team);
    }
    this.#heard = heard;
  }

  #card(reason: Reason): void {
    if (!this.#o.preferences.desktop || !this.#cards.mine || !('Notification' in window) || Notification.permission !== 'granted') return;
    const workplace = this.#o.model.desk.workplace(reason.workplace)?.workplace.name ?? '';
    try {
      this.#shown.get(reason.conversation)?.card.close();
      const card = new Notification(m.app_name(), { body: bodies[reason.kind]({ workplace }), tag: reason.conversation, icon: '/favicon.svg', silent: true });
      card.onclick = () => {
        window.focus();
        const c = this.#o.model.desk.conversation(reason.conversation);
        const role = c && this.#o.model.desk.workplace(c.workplace)?.role;
        if (c && role) this.#o.router.go(routeTo(c, role));
        card.close();
      };
      this.#shown.set(reason.conversation, { card, key: reason.key });
    } catch {
      // Some phones know notifications from service workers alone.
    }
  }

  #clear(): void {
    for (const [conversation, { card, key }] of this.#shown) {
      if (this.#reasons.some((reason) => reason.key === key) && !this.#eyes.on(conversation)) continue;
      card.close();
      this.#shown.delete(conversation);
    }
  }
}
