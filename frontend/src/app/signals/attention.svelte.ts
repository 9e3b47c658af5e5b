/* Words on the page, sound, desktop notifications and the spoken summary: made when a reason comes, taken back when it goes. */
import type { Model } from '../../screen/model.svelte';
import type { Preferences } from '../../screen/preferences.svelte';
import type { Router } from '../../screen/router.svelte';
import { m } from '../../i18n/generated/messages.js';
import { customerName, noticeWords } from '../../i18n/words';
import { announce, interrupt } from '../../ui/announce.svelte';
import { toasts } from '../../ui/toast.svelte';
import type { Notice } from '../../core/model';
import type { Conversation, SectionKey } from '../../wire/types';
import { Chime } from './chime';
import { routeTo } from './route';
import { Batch, type Kind, type Reason, reasonOf, reasonsFor, Rest, Rhythm, Watch } from './reasons';
import { Eyes, Part } from './tabs';

const bodies: Record<Kind, (names: { workplace: string }) => string> = {
  message: m.notify_message,
  escalation: m.notify_escalation,
  given: m.notify_given,
  lost: m.notify_lost,
  directed: m.notify_directed,
  mentioned: m.notify_mentioned,
  noted: m.notify_noted,
};
const spoken: Partial<Record<SectionKey, (counts: { count: number }) => string>> = {
  mine: m.announce_new_mine,
  staff: m.announce_new_staff,
  agents: m.announce_new_agents,
  lara: m.announce_new_lara,
};

interface Parts {
  model: Model;
  preferences: Preferences;
  router: Router;
  /** Whether the screen is locked: then nothing is shown that names anybody. */
  locked: () => boolean;
}

export class Attention {
  /** A sound was due and the browser would not play it. */
  blocked = $state(false);
  readonly #o: Parts;
  readonly #chime = new Chime();
  readonly #sounds = new Part('sound');
  readonly #cards = new Part('desktop');
  readonly #eyes = new Eyes();
  readonly #rhythm = new Rhythm();
  readonly #rest = new Rest();
  readonly #batch = new Batch<SectionKey>();
  #watch = new Watch();
  #told = new Watch();
  #heard: Map<string, number> | null = null;
  #reasons: readonly Reason[] = [];
  #fresh = false;
  /** By conversation, with the reason that each was shown for. */
  #shown = new Map<string, { card: Notification; key: string }>();
  /** By conversation, with the reason that each was shown for. */
  #toasts = new Map<string, { toast: number; key: string }>();

  constructor(parts: Parts) {
    this.#o = parts;
  }

  /** Runs from signing in to signing out, also while the screen is locked. */
  start(): () => void {
    this.#watch = new Watch();
    this.#told = new Watch();
    this.#heard = null;
    this.#cards.ask();
    const unlock = () => void this.unlock();
    const look = () => this.#look();
    const stops = [this.#o.model.desk.subscribe('wall', look), this.#o.model.desk.subscribe('workplaces', look), this.#o.model.desk.subscribe('notices', look)];
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
      this.#toasts.clear();
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
    const standing = conversations.flatMap((c) => reasonsFor(c, session.me.id, roles.get(c.workplace) ?? 'supervisor'));
    // What is told has to be here first: it is told by its name.
    const notices = desk.notices().filter(({ conversation }) => desk.conversation(conversation) !== undefined);
    const told = notices.map(reasonOf);
    this.#reasons = [...standing, ...told];
    this.#seen();
    const loaded = desk.workplaces().flatMap((view) => (view.loaded ? [view.workplace.id] : []));
    const news = this.#told.look(told, [...roles.keys()]);
    for (const notice of notices) if (news.some(({ key }) => key === reasonOf(notice).key)) this.#tell(notice);
    const fresh = [...this.#watch.look(standing, loaded), ...news].filter((reason) => !this.#eyes.on(reason.conversation));
    this.#rest.add(fresh, Date.now());
    this.#fresh ||= fresh.some((reason) => this.#audible(reason));
    this.#count(conversations, session.me.id, loaded);
    this.#tick();
  }

  #tick(): void {
    this.#seen();
    const { desk } = this.#o.model;
    for (const { conversation } of desk.notices()) if (this.#eyes.on(conversation)) desk.noticed(conversation);
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
    const wanted: Partial<Record<Kind, boolean>> = { message: preferences.soundMessage, given: preferences.soundAssigned, escalation: preferences.soundEscalation };
    return (wanted[kind] ?? preferences.soundTold) && !this.#eyes.on(conversation);
  }

  /** Says it on the page, with a way to the conversation; whoever looks at it already only hears it. */
  #tell(notice: Notice): void {
    const c = this.#o.model.desk.conversation(notice.conversation);
    if (c === undefined) return;
    const words = noticeWords(notice, customerName(c.customer));
    if (this.#eyes.here(c.id)) return notice.kind === 'lost' ? interrupt(words) : announce(words);
    if (this.#eyes.on(c.id) || this.#o.locked()) return;
    toasts.dismiss(this.#toasts.get(c.id)?.toast);
    const toast = toasts.show(words, 'plain', null, { label: m.notices_open(), run: () => this.#open(c.id) });
    this.#toasts.set(c.id, { toast, key: reasonOf(notice).key });
  }

  #open(conversation: string): void {
    const { desk } = this.#o.model;
    const c = desk.conversation(conversation);
    const role = c && desk.workplace(c.workplace)?.role;
    if (c && role) this.#o.router.go(routeTo(c, role));
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
        this.#open(reason.conversation);
        card.close();
      };
      this.#shown.set(reason.conversation, { card, key: reason.key });
    } catch {
      // Some phones know notifications from service workers alone.
    }
  }

  #clear(): void {
    const stands = (conversation: string, key: string) => this.#reasons.some((reason) => reason.key === key) && !this.#eyes.on(conversation);
    for (const [conversation, { card, key }] of this.#shown) {
      if (stands(conversation, key)) continue;
      card.close();
      this.#shown.delete(conversation);
    }
    for (const [conversation, { toast, key }] of this.#toasts) {
      if (stands(conversation, key)) continue;
      toasts.dismiss(toast);
      this.#toasts.delete(conversation);
    }
  }
}
