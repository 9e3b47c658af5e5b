/*
 * Addresses of the page, over the browser's history. Every conversation has one that can be shared with a colleague; it
 * holds ids only, never a name or a word of a customer.
 */
import type { SectionKey } from '../wire/types';

const sections: readonly string[] = ['mine', 'staff', 'agents', 'lara', 'closed'] satisfies SectionKey[];

export type Route =
  | { name: 'home' | 'login' | 'setup' | 'unknown' }
  | { name: 'desk'; workplace: string; section: SectionKey | 'all'; conversation: string | null }
  | { name: 'queue' | 'wall'; conversation: string | null };

export function parse(path: string): Route {
  const [head, ...rest] = path.split('/').filter(Boolean).map(decodeURIComponent);
  switch (head) {
    case undefined:
      return { name: 'home' };
    case 'login':
    case 'setup':
      return { name: head };
    case 'queue':
    case 'wall':
      return rest.length > 1 ? { name: 'unknown' } : { name: head, conversation: rest[0] ?? null };
    case 'w': {
      const [workplace, section = 'all', conversation = null] = rest;
      if (workplace === undefined || rest.length > 3 || !(isSection(section) || section === 'all')) return { name: 'unknown' };
      return { name: 'desk', workplace, section, conversation };
    }
    default:
      return { name: 'unknown' };
  }
}

export function pathOf(route: Route): string {
  const join = (...parts: (string | null)[]) => '/' + parts.filter((part) => part !== null).map(encodeURIComponent).join('/');
  switch (route.name) {
    case 'desk':
      if (route.conversation === null && route.section === 'all') return join('w', route.workplace);
      return join('w', route.workplace, route.section, route.conversation);
    case 'queue':
    case 'wall':
      return join(route.name, route.conversation);
    case 'login':
    case 'setup':
      return join(route.name);
    default:
      return '/';
  }
}

function isSection(word: string): word is SectionKey {
  return sections.includes(word);
}

export class Router {
  #route = $state<Route>(parse(location.pathname));

  get route(): Route {
    return this.#route;
  }

  /** The conversation that is open, on whichever screen. */
  get conversation(): string | null {
    return 'conversation' in this.#route ? this.#route.conversation : null;
  }

  go(to: Route, options: { replace?: boolean } = {}): void {
    const path = pathOf(to);
    if (path !== location.pathname) history[options.replace ? 'replaceState' : 'pushState'](null, '', path);
    this.#route = to;
  }

  /** The same screen with another conversation open, or none. */
  open(conversation: string | null): void {
    const route = this.#route;
    if ('conversation' in route) this.go({ ...route, conversation });
  }

  /** Follows the browser's back and forward, and plain clicks on links of this page. */
  start(): () => void {
    const followed = () => (this.#route = parse(location.pathname));
    const clicked = (event: MouseEvent) => {
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (link === null || link.origin !== location.origin || link.target !== '' || link.pathname.startsWith('/api/')) return;
      if (link.hash !== '' && link.pathname === location.pathname) return;
      event.preventDefault();
      this.go(parse(link.pathname));
    };
    addEventListener('popstate', followed);
    document.addEventListener('click', clicked);
    return () => {
      removeEventListener('popstate', followed);
      document.removeEventListener('click', clicked);
    };
  }
}
