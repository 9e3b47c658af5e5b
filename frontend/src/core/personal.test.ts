import { describe, expect, test } from 'vitest';
import { createDesk, type Desk } from './desk';
import type { Shelf } from './idle';
import { Clock } from './testing/clock';
import { FakeServer } from './testing/server';
import { laws } from './testing/truth';

function shelf(): Shelf & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) };
}

const [law] = laws();
if (law === undefined) throw new Error('there is no story');

async function page(server: FakeServer, where: Shelf): Promise<{ desk: Desk; clock: Clock }> {
  const clock = new Clock();
  const desk = createDesk({
    base: 'http://desk.example',
    fetch: server.fetch,
    dial: server.dial,
    timers: clock,
    tabs: { tell() {}, hear() {}, close() {} },
    shelf: where,
    soon: (tell) => tell(),
    wakes: () => () => {},
  });
  await desk.login('a@b.example', 'correct horse battery');
  await clock.pass(100);
  return { desk, clock };
}

describe('what I set for myself', () => {
  test('holds at once, and on the next device too', async () => {
    const server = new FakeServer(law, law.before.seq);
    const here = await page(server, shelf());
    here.desk.setPreferences({ single_keys: false });
    expect(here.desk.preferences()).toEqual({ single_keys: false });
    here.desk.setPreferences({ filters: [{ words: ['es'] }] });
    await here.clock.pass(100);
    const there = await page(server, shelf());
    expect(there.desk.preferences()).toEqual({ single_keys: false, filters: [{ words: ['es'] }] });
  });

  test('leaves alone what another device set meanwhile', async () => {
    const server = new FakeServer(law, law.before.seq);
    const [here, there] = [await page(server, shelf()), await page(server, shelf())];
    here.desk.setPreferences({ enter_sends: false });
    await here.clock.pass(100);
    there.desk.setPreferences({ longest_first: true });
    await there.clock.pass(100);
    expect(server.preferences).toEqual({ enter_sends: false, longest_first: true });
    expect(there.desk.preferences()).toEqual(server.preferences);
  });

  test('set while the network is down, it outlives the page and is sent later', async () => {
    const server = new FakeServer(law, law.before.seq);
    const where = shelf();
    const first = await page(server, where);
    server.down = true;
    first.desk.setPreferences({ keys: { reply: ['X'] } });
    await first.clock.pass(60_000);
    expect(first.desk.preferences().keys).toEqual({ reply: ['X'] });
    expect(server.preferences).toEqual({});
    first.desk.stop();

    server.down = false;
    const second = await page(server, where);
    expect(second.desk.preferences().keys).toEqual({ reply: ['X'] });
    expect(server.preferences.keys).toEqual({ reply: ['X'] });
    expect(where.kept.size).toBe(0);
  });

  test('comes back by itself when the network does', async () => {
    const server = new FakeServer(law, law.before.seq);
    const { desk, clock } = await page(server, shelf());
    server.down = true;
    desk.setPreferences({ single_keys: false });
    await clock.pass(1_000);
    server.down = false;
    await clock.pass(10_000);
    expect(server.preferences).toEqual({ single_keys: false });
  });

  test('refused for good, it is given up', async () => {
    const server = new FakeServer(law, law.before.seq);
    const where = shelf();
    const { desk, clock } = await page(server, where);
    server.commands.set('PATCH /me/preferences', () => ({ status: 422, body: { code: 'invalid', status: 422 } }));
    desk.setPreferences({ single_keys: false });
    await clock.pass(60_000);
    expect(desk.preferences()).toEqual({});
    expect(where.kept.size).toBe(0);
    expect(server.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  test('is nobody else’s: another user’s waiting change is not taken for mine, and after signing out mine is gone', async () => {
    const server = new FakeServer(law, law.before.seq);
    const where = shelf();
    where.setItem('relevo.unsaved-preferences', JSON.stringify({ user: 'somebody else', change: { single_keys: false } }));
    const { desk, clock } = await page(server, where);
    expect(desk.preferences()).toEqual({});
    desk.setPreferences({ longest_first: true });
    await clock.pass(100);
    await desk.logout();
    expect(desk.preferences()).toEqual({});
  });
});
