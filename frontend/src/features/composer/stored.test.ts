import { describe, expect, test } from 'vitest';
import type { Desk } from '../../core/contract';
import type { OutboxEntry } from '../../core/model';
import { stored } from './stored';

type State = OutboxEntry['state'] | null;

/** Plays what becomes of one entry, told step by step; null: it is gone. */
async function after(...states: readonly State[]): Promise<boolean | 'waiting'> {
  const steps = [...states];
  let state = steps.shift() ?? null;
  const listeners = new Set<() => void>();
  const desk = {
    outbox: () => (state === null ? [] : [{ id: 'e', state }]),
    subscribe: (_: string, listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as Desk;
  let result: boolean | 'waiting' = 'waiting';
  void stored(desk, 'c', 'e').then((done) => (result = done));
  for (const next of steps) {
    state = next;
    for (const listener of [...listeners]) listener();
  }
  await Promise.resolve();
  await Promise.resolve();
  if (result !== 'waiting') expect(listeners.size).toBe(0);
  return result;
}

describe('waiting until it is recorded', () => {
  const rows: [says: string, states: State[], result: boolean | 'waiting'][] = [
    ['it went', ['sending', null], true],
    ['it went at the second try', ['sending', 'queued', 'sending', null], true],
    ['it is on its way', ['queued', 'sending'], 'waiting'],
    ['it was taken out while it waited', ['sending', 'queued', null], false],
    ['it crossed a colleague’s', ['sending', 'crossed'], false],
    ['it was refused', ['sending', 'failed'], false],
    ['it waited too long', ['queued', 'stale'], false],
  ];
  test.each(rows)('%s', async (_, states, result) => expect(await after(...states)).toBe(result));
});
