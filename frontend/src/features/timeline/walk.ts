/* The log is one Tab stop: arrow keys walk through its entries, Enter goes to an entry's buttons, Esc comes back. */

/** Moves the focus to the entry before or after; answers whether it did. */
export function walk(log: HTMLElement, event: KeyboardEvent): boolean {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return false;
  const entries = [...log.querySelectorAll<HTMLElement>('article')];
  const at = entries.findIndex((entry) => entry.contains(event.target instanceof Node ? event.target : null));
  const next = at < 0 ? (step < 0 ? entries.at(-1) : undefined) : entries[at + step];
  next?.focus();
  return next !== undefined;
}

/** Goes into an entry's controls and back out; answers whether it did. */
export function drill(event: KeyboardEvent): boolean {
  if (!(event.target instanceof HTMLElement)) return false;
  const entry = event.target.closest('article');
  if (event.key === 'Enter' && event.target === entry) {
    const control = entry.querySelector<HTMLElement>('button');
    control?.focus();
    return control !== null;
  }
  if (event.key === 'Escape' && entry !== null && event.target !== entry) {
    entry.focus();
    return true;
  }
  return false;
}
