import { expect, test } from 'vitest';
import { Idle, type Shelf } from './idle';
import { Clock } from './testing/clock';

function shelf(): Shelf & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) };
}

const limit = () => 600_000;

const broken: Shelf = {
  getItem: () => null,
  setItem() {
    throw new Error('no room');
  },
  removeItem() {},
};

const rows: [says: string, minutes: number, state: ReturnType<Idle['state']>][] = [
  ['open at first', 0, { state: 'active' }],
  ['open after nine minutes less a second', 9 - 1 / 60, { state: 'active' }],
  ['warned of a minute before', 9, { state: 'warning', seconds: 60 }],
  ['still warned of in the last second', 10 - 1 / 60, { state: 'warning', seconds: 1 }],
  ['locked after ten minutes', 10, { state: 'locked' }],
];
test.each(rows)('a screen that nobody touches is %s', async (_, minutes, state) => {
  for (const where of [shelf(), broken]) {
    const clock = new Clock();
    const idle = new Idle(where, clock, limit);
    idle.open();
    await clock.pass(minutes * 60_000);
    expect(idle.state()).toEqual(state);
  }
});

test('a hand on one tab keeps the other open', async () => {
  const clock = new Clock();
  const browser = shelf();
  const [one, other] = [new Idle(browser, clock, limit), new Idle(browser, clock, limit)];
  one.open();
  await clock.pass(570_000);
  expect(one.state()).toEqual({ state: 'warning', seconds: 30 });
  other.touch();
  expect(one.state()).toEqual({ state: 'active' });
});

test('once locked, no hand opens it, no reload and no later hour', async () => {
  const clock = new Clock();
  const browser = shelf();
  const before = new Idle(browser, clock, limit);
  before.open();
  await clock.pass(11 * 60_000);
  before.touch();
  expect(before.state()).toEqual({ state: 'locked' });
  const after = new Idle(browser, clock, limit);
  after.touch();
  expect(after.state()).toEqual({ state: 'locked' });
  after.open();
  expect(before.state()).toEqual({ state: 'active' });
});

test('whoever signs out leaves nothing behind', () => {
  const browser = shelf();
  const idle = new Idle(browser, new Clock(), limit);
  idle.open();
  idle.lock();
  idle.forget();
  expect([...browser.kept]).toEqual([]);
  expect(idle.state()).toEqual({ state: 'active' });
});
