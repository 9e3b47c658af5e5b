/* What a page leaves behind. */
import { assertive, polite } from '../ui/announce.svelte';
import { toasts } from '../ui/toast.svelte';

/** Takes from the page what was said and shown beside the screens: it may hold names and words of customers. */
export function quiet(): void {
  toasts.clear();
  polite.hush();
  assertive.hush();
}

/** Whoever comes next on this machine finds nothing of whoever was here: only the choices of this device stay. */
export async function leaveNothing(): Promise<void> {
  quiet();
  history.replaceState(null, '', location.pathname);
  try {
    sessionStorage.clear();
    // The shell that the service worker keeps is the same for everybody; nothing else belongs here.
    if ('caches' in window) for (const name of await caches.keys()) if (!name.startsWith('relevo-shell-')) await caches.delete(name);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}
