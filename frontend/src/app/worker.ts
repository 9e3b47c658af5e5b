/* The service worker that keeps the shell of the desk, for a reload without a network. */

/** The one script that a page of ours may hand to the browser by its address. */
const policy = { createScriptURL: () => '/worker.js' };

interface TrustedTypes {
  createPolicy(name: string, rules: typeof policy): { createScriptURL(url: string): string };
}
declare global {
  interface Window {
    trustedTypes?: TrustedTypes;
  }
}

export function keepShell(): void {
  if (!('serviceWorker' in navigator)) return;
  const address = window.trustedTypes?.createPolicy('relevo-worker', policy).createScriptURL('') ?? '/worker.js';
  // A browser that keeps nothing does without.
  navigator.serviceWorker.register(address).catch(() => {});
}
