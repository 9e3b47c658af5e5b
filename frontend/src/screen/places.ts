/* Where the focus goes next, read from the document itself: what is not shown is never a place. */
import { nextFrame } from '../core/signals';

const focusable = 'a[href], button, input, select, textarea, [tabindex="0"]';

function visible(selector: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => element.checkVisibility());
}

/** The row after or before the focused one or the focused head of a group, or after or before the open one. */
export function nextRow(step: 1 | -1): HTMLElement | undefined {
  const rows = visible('[data-row]');
  const head = document.activeElement?.closest('[data-section]');
  if (head) {
    const follows = (row: HTMLElement) => (head.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
    return step === 1 ? rows.find(follows) : rows.findLast((row) => !follows(row));
  }
  const at = rows.findIndex((row) => row === document.activeElement);
  const from = at >= 0 ? at : rows.findIndex((row) => row.getAttribute('aria-current') === 'page');
  return from < 0 ? rows[0] : rows[from + step];
}

/**
 * Where one goes on after the open one: the row after it, or before it where it was the last. To be asked before the open
 * one is closed, for it may have left the list when the answer comes. What it gives goes there, and answers whether there
 * is such a row: a frame later, when what became of the closed one shows, for the focus holds the list still.
 */
export function onward(): () => Promise<boolean> {
  const next = (nextRow(1) ?? nextRow(-1))?.dataset['row'];
  return async () => {
    await new Promise<void>(nextFrame);
    const row = visible(`[data-row='${next}']`)[0];
    row?.focus();
    return row !== undefined;
  };
}

/** Goes by an arrow key from a row, or from the head of a group, to the next row; what is further down comes into sight by it. */
export function walk(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null;
  const from = event.target instanceof Element && event.target.closest('[data-row], [data-section]');
  const next = step !== null && from ? nextRow(step) : undefined;
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

/** The next part of the screen: the list, the history, the composer, the panel. */
export function nextRegion(step: 1 | -1): HTMLElement | undefined {
  const regions = visible('[data-region]');
  const at = regions.findLastIndex((region) => region.contains(document.activeElement));
  const next = regions[(at + step + regions.length) % regions.length];
  return next && inside(next);
}

/** What takes the focus for a region. */
function inside(region: HTMLElement): HTMLElement | undefined {
  if (region.hasAttribute('tabindex')) return region;
  return region.querySelector<HTMLElement>('[data-place=row], [data-place=composer]') ?? region.querySelector<HTMLElement>(focusable) ?? undefined;
}

/**
 * Keeps the focus on the screen: what had it may go, by its own click or because a colleague was faster, and the browser
 * would leave the focus nowhere. Then the part of the screen that it was in takes it.
 */
export function keepFocus(): () => void {
  let last: { element: Element; region: HTMLElement | null } | null = null;
  const remember = (event: FocusEvent) => {
    if (!(event.target instanceof Element)) return;
    last = { element: event.target, region: event.target.closest<HTMLElement>('[data-region]') };
  };
  let waiting: Element | null = null; // the list, which has the focus until its rows are there
  const check = () => {
    const focused = document.activeElement ?? document.body;
    if (focused === waiting) return visible('[data-place=row]')[0]?.focus({ preventScroll: true });
    waiting = null;
    if (last === null || last.element.isConnected || focused !== document.body) return;
    const target = last.region?.isConnected ? inside(last.region) : (visible('[data-place=row]')[0] ?? visible('#list, main, [data-place]')[0]);
    if (target?.id === 'list') waiting = target;
    target?.focus({ preventScroll: true });
  };
  const soon = () => requestAnimationFrame(() => requestAnimationFrame(check));
  const timer = setInterval(check, 500);
  document.addEventListener('focusin', remember);
  document.addEventListener('click', soon);
  document.addEventListener('keydown', check, { capture: true });
  return () => {
    clearInterval(timer);
    document.removeEventListener('focusin', remember);
    document.removeEventListener('click', soon);
    document.removeEventListener('keydown', check, { capture: true });
  };
}
