/*
 * What the desk's shell is, and how it is answered without a network: the page and the files that carry their content in
 * their name. Nothing that the API answers is ever kept.
 */

/** One kept shell a build; the one before stays for tabs that still run it. */
export const prefix = 'relevo-shell-';

/** The desk's own screens: one page, made in the browser. */
const screens = ['', 'login', 'setup', 'w', 'queue', 'wall'];

export type Answer =
  /** From the network; the kept page where that fails. */
  | 'page'
  /** The kept file; else from the network. */
  | 'file'
  /** None of the worker's business. */
  | null;

/** How a request is answered. Only what is the same for everybody is ever kept. */
export function answerFor(request: { method: string; mode: string; url: string }, origin: string, files: readonly string[]): Answer {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== origin) return null;
  if (request.mode === 'navigate') return screens.includes(url.pathname.split('/')[1] ?? '') ? 'page' : null;
  return files.includes(url.pathname) || url.pathname.startsWith('/assets/') ? 'file' : null;
}

/** The kept shells that nobody needs any more: all but the newest two, of names in the order in which they were made. */
export function outdated(names: readonly string[], current: string): string[] {
  const shells = names.filter((name) => name.startsWith(prefix) && name !== current);
  return shells.slice(0, -1);
}
