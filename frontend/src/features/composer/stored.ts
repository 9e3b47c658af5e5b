/* Waiting until what was written is recorded, for what may only happen afterwards. */
import type { Desk } from '../../core/contract';

/** True once the entry is recorded; false where it is held, refused or taken out. */
export function stored(desk: Desk, conversation: string, entry: string): Promise<boolean> {
  return new Promise((done) => {
    let sending = false;
    const look = (): boolean => {
      const state = desk.outbox(conversation).find(({ id }) => id === entry)?.state;
      // Only what was on its way goes away by being recorded; what waits can be discarded.
      if (state === undefined) done(sending);
      else if (state === 'queued' || state === 'sending') sending = state === 'sending';
      else done(false);
      return state !== 'queued' && state !== 'sending';
    };
    if (look()) return;
    const stop = desk.subscribe(`outbox:${conversation}`, () => {
      if (look()) stop();
    });
  });
}
