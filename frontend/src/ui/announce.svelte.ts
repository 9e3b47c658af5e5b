/*
 * What is said to people who hear the page. Two regions are always mounted (Announcer.svelte); this module only fills
 * them. A sentence that is said twice in a row gets an invisible mark, else the second would not be spoken.
 */
import { untrack } from 'svelte';

const mark = '\u200b';

class Speaker {
  text = $state('');

  /** Saying depends on nothing: an effect that says something must not run again because it was said. */
  say(sentence: string): void {
    const before = untrack(() => this.text);
    this.text = before === sentence ? sentence + mark : sentence;
  }

  /** Takes back what was said. */
  hush(): void {
    this.text = '';
  }
}

export const polite = new Speaker();
export const assertive = new Speaker();

/** Says something at the next pause. */
export function announce(sentence: string): void {
  polite.say(sentence);
}

/** Interrupts: for a failed send, a lock-out or a lost connection only. */
export function interrupt(sentence: string): void {
  assertive.say(sentence);
}
