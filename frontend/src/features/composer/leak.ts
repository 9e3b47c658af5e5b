/* A guard for what colleagues wrote among themselves: pasted into a reply soon after it was copied, it is asked about. */

/** How long after copying it is asked. Later one hardly pastes by mistake. */
export const guardMs = 60_000;

const even = (text: string) => text.replace(/\s+/g, ' ').trim();

export class NoteGuard {
  #copied: { text: string; at: number } | null = null;

  /** Text of a note was copied. */
  copied(text: string, now: number): void {
    const kept = even(text);
    if (kept !== '') this.#copied = { text: kept, at: now };
  }

  /** Whether pasting this for a customer is to be asked about. */
  asks(pasted: string, now: number): boolean {
    if (this.#copied === null || now - this.#copied.at > guardMs) return false;
    return even(pasted).includes(this.#copied.text);
  }

  /** It was asked: not again. */
  answered(): void {
    this.#copied = null;
  }
}

/** What is being copied, where it is text of a note or holds some; else null. */
export function copiedNote(event: Event): string | null {
  const { target } = event;
  if (target instanceof HTMLTextAreaElement) {
    return target.closest('.composer.note') ? target.value.slice(target.selectionStart, target.selectionEnd) : null;
  }
  const selection = document.getSelection();
  if (selection === null) return null;
  const notes = [...document.querySelectorAll('[data-note]')];
  return notes.some((note) => selection.containsNode(note, true)) ? selection.toString() : null;
}
