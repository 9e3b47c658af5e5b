import { describe, expect, test } from 'vitest';
import type { Api } from './api';
import { Drafts } from './drafts';
import { Signals } from './signals';
import type { Timers } from './surroundings';

/** Drafts over a server that answers as it is told, and a clock that is turned by hand. */
function world(answer: () => Promise<unknown>) {
  const due: (() => void)[] = [];
  const timers = {
    now: () => 0,
    after: (_: number, run: () => void) => {
      due.push(run);
      return () => due.splice(due.indexOf(run), 1);
    },
  } as unknown as Timers;
  const signals = new Signals();
  let told = 0;
  signals.subscribe('draft:c', () => told++);
  const drafts = new Drafts({ request: answer } as unknown as Api, signals, timers);
  const settle = async () => {
    for (const run of due.splice(0)) run();
    for (let i = 0; i < 5; i++) await Promise.resolve();
  };
  return { drafts, settle, told: () => told };
}

describe('whether a draft is kept', () => {
  test('only once the server has it as it stands, and whoever looks is told', async () => {
    const { drafts, settle, told } = world(() => Promise.resolve());
    drafts.set('c', 'reply', 'Half');
    expect(drafts.kept('c', 'reply')).toBe(false);
    const before = told();
    await settle();
    expect(drafts.kept('c', 'reply')).toBe(true);
    expect(told()).toBeGreaterThan(before);
    drafts.set('c', 'reply', 'Half a thought');
    expect(drafts.kept('c', 'reply')).toBe(false);
  });
  test('what came from the server is', () => {
    const { drafts } = world(() => Promise.resolve());
    drafts.loaded('c', { reply: 'From before', note: null });
    expect([drafts.kept('c', 'reply'), drafts.kept('c', 'note')]).toEqual([true, false]);
  });
  test('what the server refused is not', async () => {
    const { drafts, settle } = world(() => Promise.reject(new Error('too long')));
    drafts.set('c', 'reply', 'x');
    await settle();
    expect(drafts.kept('c', 'reply')).toBe(false);
  });
});
