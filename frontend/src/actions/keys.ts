/*
 * Keys to actions, by what a key types (`event.key`), so that Spanish and English keyboards both work. AltGr, which
 * Spanish keyboards need for @ and #, never triggers anything, and neither does an unfinished accent.
 */

/** How long the first key of a pair such as G M waits for the second. */
export const pairWithin = 1500;

export interface Press {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly isComposing: boolean;
  getModifierState(name: string): boolean;
}

const mac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** One press in the notation of actions, or null where it is none of ours. */
export function notation(press: Press, onMac: boolean = mac): string | null {
  if (press.isComposing || press.getModifierState('AltGraph') || press.altKey || press.key === 'Dead') return null;
  const mod = onMac ? press.metaKey : press.ctrlKey;
  const foreign = onMac ? press.ctrlKey : press.metaKey;
  if (foreign) return null;
  const letter = [...press.key].length === 1;
  // A sign such as ? is reached with Shift on some keyboards and without on others: only letters and named keys say so.
  const shift = press.shiftKey && (!letter || press.key.toLowerCase() !== press.key.toUpperCase());
  const key = letter ? press.key.toUpperCase() : press.key;
  return [mod && 'Mod', shift && 'Shift', key === ' ' ? 'Space' : key].filter(Boolean).join('+');
}

/** Whether the notation is a key without Ctrl or ⌘ that also writes: these can be switched off, and fields keep them. */
export function isSingle(keys: string): boolean {
  return !keys.includes('Mod+') && keys !== 'Escape' && !/^(Shift\+)?F\d+$/.test(keys);
}

/** Chords of every browser and its fields, keys that move and write, and those that carry what is open. */
const others = new Set(
  ['N', 'T', 'W', 'F', 'R', 'L', 'P', 'S', 'A', 'C', 'V', 'X', 'Z', 'Y', 'Q', '+', '-', '=', 'Tab', 'Shift+N', 'Shift+T', 'Shift+W', 'Shift+R', ...'0123456789']
    .map((key) => `Mod+${key}`)
    .concat('Tab', 'Shift+Tab', 'Enter', 'Shift+Enter', 'Mod+Enter', 'Space', 'Shift+Space', 'Escape', 'Backspace', 'Delete', 'Home', 'End', 'PageUp', 'PageDown')
    .concat('ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'F5', 'F11', 'F12', '/', ':'),
);

/** Whether a key can't be given to an action. */
export function reserved(keys: string): boolean {
  return others.has(keys);
}

/** Whether a press is of a key that only changes others. */
export function isModifier(press: Press): boolean {
  return ['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Dead'].includes(press.key);
}

/** The notation as a person reads it. */
export function shown(keys: string, then: string, onMac: boolean = mac): string {
  return keys
    .split(' ')
    .map((part) => part.replace('Mod', onMac ? '⌘' : 'Ctrl').replaceAll('+', ' ').replace('Escape', 'Esc').replace('Shift', '⇧'))
    .join(` ${then} `);
}

/** Whether a field has the focus, where letters are text. */
export function isField(element: Element | null): boolean {
  if (element === null) return false;
  if (element instanceof HTMLElement && element.isContentEditable) return true;
  if (element instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(element.type);
  return element.matches('textarea, select');
}

/** Remembers the first key of a pair. */
export class Pairs {
  #first: { keys: string; at: number } | null = null;

  /** The presses that this one may stand for, the longer first. */
  read(keys: string, at: number): string[] {
    const first = this.#first !== null && at - this.#first.at <= pairWithin ? this.#first.keys : null;
    this.#first = null;
    return first === null ? [keys] : [`${first} ${keys}`, keys];
  }

  begin(keys: string, at: number): void {
    this.#first = { keys, at };
  }
}
