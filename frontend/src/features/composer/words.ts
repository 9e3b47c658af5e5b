/* The composer's stance in words: what the button does, what the strip tells, why it is locked. */
import { clock } from '../../i18n/format';
import { m } from '../../i18n/generated/messages.js';
import { actorName, holderName } from '../../i18n/words';
import type { Conversation } from '../../wire/types';
import type { Blank } from './blanks';
import type { SmsCost } from './sms';
import { used, type Lock, type Send } from './stance';

const buttons: Record<Send, () => string> = {
  send: m.composer_send,
  take_over: m.composer_take_over,
  claim: m.composer_claim,
  reopen: m.composer_reopen,
};

export function sendWords(send: Send): string {
  return buttons[send]();
}

const anyways: Record<Send, () => string> = {
  send: m.composer_send_anyway,
  take_over: m.composer_take_over_anyway,
  claim: m.composer_claim_anyway,
  reopen: m.composer_reopen_anyway,
};

/** The same for a reply that is held. */
export function anywayWords(send: Send): string {
  return anyways[send]();
}

/** What sending does beside sending; null where it is just the message. */
export function stripWords(send: Send, c: Conversation): string | null {
  switch (send) {
    case 'send':
      return null;
    case 'take_over':
      return (c.holder.user === null && c.holder.team !== 'lara' ? m.composer_strip_take_queue : m.composer_strip_take)({ who: holderName(c.holder) });
    case 'claim':
      return m.composer_strip_claim();
    case 'reopen':
      return m.composer_strip_reopen();
  }
}

export function lockWords(lock: Lock, zone: string): string {
  switch (lock.reason) {
    case 'taken_over':
      return m.composer_locked_taken({ who: actorName(lock.by), time: clock(lock.at, zone) });
    case 'office':
      return m.composer_locked_office();
    case 'other':
      return m.composer_locked_other({ who: holderName(lock.holder) });
    case 'no_service':
      return m.composer_locked_no_service();
    case 'supervisor':
      return m.composer_locked_supervisor();
    case 'opted_out':
      return m.composer_locked_opted_out();
  }
}

/** Which blank is still empty. */
export function blankWords({ name, own }: Blank): string {
  if (name === '') return m.composer_blank_first();
  return own ? m.composer_blank_named({ name }) : m.composer_blank_after({ words: name });
}

/** What letter makes a text message dear; null where none does. */
export function costlyWords({ culprits, segments, plain }: SmsCost): string | null {
  return segments > plain ? m.composer_costly({ letters: culprits.join(', '), segments, plain }) : null;
}

/** How long the text is, where that matters: a text message always tells, the rest when its limit comes near. */
export function countWords(text: string, limit: number, cost: SmsCost | null): string | null {
  if (cost) return m.composer_segments({ used: cost.characters, count: cost.segments });
  return used(text) > limit * 0.7 ? m.composer_count({ used: used(text), limit }) : null;
}
