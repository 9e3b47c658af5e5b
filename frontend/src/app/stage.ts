/* What actions do to the screen: the port that src/actions declares, over router, view and document. */
import { tick } from 'svelte';
import { mayStart } from '../actions/abilities';
import type { Stage } from '../actions/action';
import { longestWaiting } from '../features/stream/order';
import { m } from '../i18n/generated/messages.js';
import { problemWords } from '../i18n/words';
import { announce } from '../ui/announce.svelte';
import { toasts } from '../ui/toast.svelte';
import { problemOf } from '../core/problem';
import type { Screen } from '../screen/context';
import { home } from './home';
import { routeTo } from './signals/route';
import { nextRegion, nextRow, onward } from '../screen/places';

/** From here on there is room for the panel beside the conversation. */
const wide = '(min-width: 1100px)';

export function createStage({ model, router, view, preferences }: Screen): Stage {
  const showPanel = () => {
    if (matchMedia(wide).matches) preferences.set({ panel: true });
    else view.panelOverlay = true;
  };
  const workplace = () => {
    const route = router.route;
    return route.name === 'desk' ? route.workplace : (model.workplaces[0]?.workplace.id ?? null);
  };

  return {
    openForm(kind, to) {
      showPanel();
      view.form = kind === 'assign' ? { kind, to: to ?? null } : { kind };
    },
    write(mode) {
      view.mode = mode;
      void view.focus('composer');
    },
    switchMode() {
      view.mode = view.mode === 'reply' ? 'note' : 'reply';
      announce(view.mode === 'note' ? m.composer_mode_note() : m.composer_mode_reply());
      void view.focus('composer');
    },
    async send() {
      return (await view.submit?.()) ?? false;
    },
    leave() {
      if (view.panelOverlay) view.panelOverlay = false;
      else if (document.activeElement?.closest('[data-place=composer]')) void view.focus('timeline');
      else if (view.selection.on) view.selection.end();
      else if (router.conversation !== null && !matchMedia('(min-width: 768px)').matches) router.open(null);
      else void view.focus('row');
    },
    moveRow(step) {
      nextRow(step)?.focus();
    },
    onward,
    async goSection(section) {
      const w = workplace();
      if (w === null) return;
      if (router.route.name !== 'desk') router.go({ name: 'desk', workplace: w, section, conversation: null });
      preferences.fold(section, false);
      view.query = '';
      await tick();
      const head = document.querySelector<HTMLElement>(`[data-section='${section}']`);
      head?.scrollIntoView({ block: 'start' });
      head?.focus();
    },
    goScreen(screen) {
      router.go({ name: screen, conversation: null });
    },
    openConversation(id) {
      if ('conversation' in router.route) router.open(id);
      else router.go({ name: 'queue', conversation: id });
    },
    openLongestWaiting() {
      const w = workplace();
      if (w === null) return;
      for (const section of ['mine', 'staff'] as const) {
        const id = longestWaiting(model.desk.section(w, section).ids, (one) => model.desk.conversation(one));
        if (id !== null) return router.go({ name: 'desk', workplace: w, section, conversation: id });
      }
      toasts.show(m.wall_nobody());
    },
    openNotice() {
      const [newest] = model.desk.notices();
      const role = newest && model.desk.workplace(newest.workplace)?.role;
      if (newest && role) router.go(routeTo({ id: newest.conversation, workplace: newest.workplace }, role));
    },
    find() {
      if (router.route.name !== 'desk') router.go(home(model));
      void view.focus('search');
    },
    selected() {
      return view.selection.ids.size;
    },
    select(how) {
      const focused = document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset['row'];
      const id = focused ?? router.conversation;
      if (id === null || router.route.name !== 'desk') return;
      if (how === 'toggle') view.selection.toggle(id);
      else view.selection.extend(id);
      announce(m.select_count({ count: view.selection.ids.size }));
    },
    bulk(kind) {
      view.bulk = kind;
    },
    startConversation() {
      const offices = model.workplaces.filter(({ role }) => mayStart(role)).map((one) => one.workplace.id);
      const here = workplace();
      const w = here !== null && offices.includes(here) ? here : offices[0];
      if (w === undefined) return;
      if (router.route.name !== 'desk' || w !== here) router.go({ name: 'desk', workplace: w, section: 'all', conversation: null });
      view.starting = true;
    },
    latest() {
      const log = document.querySelector<HTMLElement>('[data-place=timeline]');
      if (log) log.scrollTop = log.scrollHeight;
    },
    cycleRegion(step) {
      nextRegion(step)?.focus();
    },
    togglePanel() {
      if (matchMedia(wide).matches) preferences.set({ panel: !preferences.panel });
      else view.panelOverlay = !view.panelOverlay;
    },
    toggleDensity() {
      preferences.set({ density: preferences.density === 'compact' ? 'comfortable' : 'compact' });
    },
    help() {
      view.help = true;
    },
    say(sentence, about) {
      toasts.show(sentence, 'plain', about);
    },
    report(thrown) {
      toasts.show(problemWords(problemOf(thrown)), 'danger');
    },
  };
}
