import { describe, expect, test } from 'vitest';
import { Line, type LineOptions, type WireEvents } from './line';
import { backoff } from './surroundings';
import { Clock } from './testing/clock';

interface Frame {
  type: string;
  ping_seconds?: number;
}

function lay(options: Partial<LineOptions<Frame>> = {}) {
  const clock = new Clock();
  const dialled: { events: WireEvents; sent: string[]; closed: boolean }[] = [];
  const heard: Frame[] = [];
  const line = new Line<Frame>({
    url: 'ws://desk.example',
    timers: clock,
    random: () => 1,
    dial: (_url, events) => {
      const wire = { events, sent: [] as string[], closed: false };
      dialled.push(wire);
      return { send: (text) => wire.sent.push(text), close: () => (wire.closed = true) };
    },
    hello: () => ({ type: 'hello' }),
    frame: (frame) => heard.push(frame),
    closed: () => true,
    changed: () => {},
    ...options,
  });
  const newest = () => {
    const wire = dialled.at(-1);
    if (!wire) throw new Error('nothing was dialled');
    return wire;
  };
  const up = () => {
    newest().events.open();
    newest().events.message('{"type":"welcome","ping_seconds":20}');
  };
  return { line, clock, dialled, newest, heard, up };
}

describe('a line', () => {
  test('says hello first, and is up with the welcome', () => {
    const { line, newest, up } = lay();
    line.start();
    expect([line.state(), line.send({ type: 'viewing' })]).toEqual(['dialing', false]);
    up();
    expect([line.state(), line.send({ type: 'viewing' })]).toEqual(['up', true]);
    expect(newest().sent).toEqual(['{"type":"hello"}', '{"type":"viewing"}']);
  });

  test('dials nobody where there is nobody to connect for', () => {
    const { line, dialled } = lay({ hello: () => null });
    line.start();
    expect([line.state(), dialled.length]).toEqual(['off', 0]);
  });

  test('waits ever longer: up to 4 s in the first minute, up to 15 s later', async () => {
    const { line, clock, dialled } = lay();
    line.start();
    const pauses: number[] = [];
    for (let tries = 0; tries < 30; tries++) {
      const before = clock.now();
      const count = dialled.length;
      dialled.at(-1)?.events.close(1006);
      while (dialled.length === count) await clock.pass(50);
      pauses.push(clock.now() - before);
    }
    expect(pauses.slice(0, 4)).toEqual([250, 500, 1_000, 2_000]);
    expect(Math.max(...pauses.slice(0, 12))).toBe(4_000);
    expect(pauses.at(-1)).toBe(15_000);
  });

  test('dials at once when the page wakes up', async () => {
    const { line, clock, dialled, newest } = lay();
    line.start();
    for (let i = 0; i < 5; i++) {
      newest().events.close(1006);
      await clock.pass(10_000);
    }
    newest().events.close(1006);
    await clock.pass(0);
    const before = dialled.length;
    line.wake();
    expect(dialled.length).toBe(before + 1);
  });

  test('that is up and was heard lately is left alone when the page wakes up, a silent one is not', async () => {
    const { line, clock, dialled, up } = lay();
    line.start();
    up();
    line.wake();
    expect(dialled).toHaveLength(1);
    await clock.pass(25_000);
    line.wake();
    expect(dialled).toHaveLength(2);
  });

  test('that is up is tried anew when the network goes', () => {
    const { line, dialled, up } = lay();
    line.start();
    up();
    line.wake(true);
    expect(dialled).toHaveLength(2);
    expect(line.state()).toBe('dialing');
  });

  test('does not hear what an abandoned connection still says', () => {
    const { line, dialled, heard, up } = lay();
    line.start();
    up();
    line.redial();
    dialled[0]?.events.message('{"type":"events"}');
    dialled[0]?.events.close(1006);
    expect(heard.map((f) => f.type)).toEqual(['welcome']);
    expect([line.state(), dialled[0]?.closed]).toEqual(['dialing', true]);
  });

  test('gives up a connection that never welcomes', async () => {
    const { line, clock, dialled } = lay();
    line.start();
    dialled[0]?.events.open();
    await clock.pass(11_000);
    expect([dialled[0]?.closed, dialled.length]).toEqual([true, 2]);
  });

  test('takes what is no JSON for a broken connection', () => {
    const { line, dialled, up } = lay();
    line.start();
    up();
    dialled[0]?.events.message('{"type":');
    expect(dialled).toHaveLength(2);
  });

  test('stays off where whoever was asked says so', async () => {
    const { line, clock, dialled, newest } = lay({ closed: () => Promise.resolve(false) });
    line.start();
    newest().events.close(4401);
    await clock.pass(60_000);
    expect([line.state(), dialled.length, clock.waiting()]).toEqual(['off', 1, 0]);
  });

  test('begins with the shortest wait again after it was good for a while, not after a mere welcome', async () => {
    const { line, clock, dialled, newest, up } = lay();
    line.start();
    for (let i = 0; i < 4; i++) {
      up();
      newest().events.close(1001);
      await clock.pass(4_000);
    }
    up();
    newest().events.close(1001);
    await clock.pass(300);
    expect(dialled).toHaveLength(5);
    await clock.pass(4_000);
    up();
    await clock.pass(6_000);
    newest().events.close(1001);
    await clock.pass(300);
    expect(dialled).toHaveLength(7);
  });
});

describe('the back-off', () => {
  test('is full jitter: anything up to the ceiling', () => {
    expect(backoff(3, 0, () => 0.5)).toBe(1_000);
    expect(backoff(3, 0, () => 0)).toBe(50);
    expect(backoff(0, 0, () => 0)).toBe(0);
    expect(backoff(20, 120_000, () => 1)).toBe(15_000);
  });
});
