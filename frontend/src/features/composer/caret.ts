/* What is done to the field where its caret stands. */
import { blanksIn, type Blank } from './blanks';

/** Puts something there as if it had been typed, so that whoever listens to typing hears it. */
export function type(field: HTMLTextAreaElement, what: string): void {
  field.focus();
  field.setRangeText(what, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: what }));
}

/** Begins a search for a quick response, at a word's start. */
export function beginQuick(field: HTMLTextAreaElement): void {
  const before = field.value.slice(0, field.selectionStart);
  type(field, before === '' || /\s$/.test(before) ? '/' : ' /');
}

/** Goes to the first blank, to be typed over. */
export function toFirstBlank(field: HTMLTextAreaElement): Blank | undefined {
  const first = blanksIn(field.value)[0];
  if (first === undefined) return undefined;
  field.focus();
  field.setSelectionRange(first.from, first.to);
  return first;
}

/** Whether the press sends. With Shift and Ctrl it is an action of its own, in the middle of a word it is the keyboard's. */
export function sends(event: KeyboardEvent, enterSends: boolean): boolean {
  if (event.key !== 'Enter' || event.isComposing || event.defaultPrevented || event.shiftKey) return false;
  return event.ctrlKey || event.metaKey || enterSends;
}
