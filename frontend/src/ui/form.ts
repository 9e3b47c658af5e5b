/* What every form understands. */

/** Sends the form whose field hears Ctrl or ⌘ with Enter, as its button would. */
export function sendByKeys(event: KeyboardEvent & { currentTarget: HTMLFormElement }): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}
