/* Where the focus goes next, read from the document itself: what is not shown is never a place. */

const focusable = 'a[href], button, input, select, textarea, [tabindex="0"]';

function visible(selector: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => element.checkVisibility());
}

/** The row after or before the focused one, or after or before the open one. */
export function nextRow(step: 1 | -1): HTMLElement | undefined {
  const rows = visible('[data-row]');
  const at = rows.findIndex((row) => row === document.activeElement);
  const from = at >= 0 ? at : rows.findIndex((row) => row.getAttribute('aria-current') === 'page');
  return from < 0 ? rows[0] : rows[from + step];
}

/** The next part of the screen: the list, the history, the composer, the panel. */
export function nextRegion(step: 1 | -1): HTMLElement | undefined {
  const regions = visible('[data-region]');
  const at = regions.findLastIndex((region) => region.contains(document.activeElement));
  const next = regions[(at + step + regions.length) % regions.length];
  if (next === undefined || next.hasAttribute('tabindex')) return next;
  return next.querySelector<HTMLElement>('[data-place=row], [data-place=composer]') ?? next.querySelector<HTMLElement>(focusable) ?? undefined;
}
