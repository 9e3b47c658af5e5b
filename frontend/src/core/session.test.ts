import { describe, expect, test } from 'vitest';
import { createDesk, type Desk } from './desk';
import type { SessionState } from './model';
import type { Wake } from './surroundings';
import { Clock } from './testing/clock';
import { FakeServer } from './testing/server';
import { laws } from './testing/truth';

const [law] = laws();
if (law === undefined) throw new Error('there is no story');

function page(server: FakeServer): { desk: Desk; clock: Clock; wake: () => void } {
  const clock = new Clock();
  let wake: Wake = () => {};
  const desk = createDesk({
    base: 'http://desk.example',
    fetch: server.fetch,
    dial: server.dial,
    timers: clock,
    tabs: { tell() {}, hear() {}, close() {} },
    random: () => 1,
    soon: (tell) => tell(),
    wakes: (woken) => {
      wake = woken;
      return () => {};
    },
  });
  return { desk, clock, wake: () => wake(false) };
}

describe('a page that starts without its server', () => {
  test('says so, keeps trying, and is signed in when the server is there', async () => {
    const server = new FakeServer(law, law.before.seq);
    server.cookie = true;
    server.down = true;
    const { desk, clock } = page(server);
    await desk.start();
    expect(desk.session().state).toBe('unreachable');
    await clock.pass(60_000);
    expect(desk.session().state).toBe('unreachable');
    server.down = false;
    await clock.pass(20_000);
    expect(desk.session().state).toBe('signed_in');
    const refreshes = server.requests.filter(({ path }) => path === '/auth/refresh');
    expect(refreshes).toHaveLength(1);
  });

  test('tries at once when the network returns', async () => {
    const server = new FakeServer(law, law.before.seq);
    server.cookie = true;
    server.down = true;
    const { desk, clock, wake } = page(server);
    await desk.start();
    await clock.pass(120_000);
    server.down = false;
    wake();
    await clock.pass(10);
    expect(desk.session().state).toBe('signed_in');
  });

  test('shows the way in where nobody is signed in', async () => {
    const server = new FakeServer(law, law.before.seq);
    server.down = true;
    const { desk, clock } = page(server);
    await desk.start();
    server.down = false;
    await clock.pass(5_000);
    expect(desk.session()).toEqual({ state: 'signed_out', problem: null });
  });
});

describe('signing out on purpose', () => {
  test('is told once, and is no session that ended, although the server ends it before it answers', async () => {
    const server = new FakeServer(law, law.before.seq);
    const { desk, clock } = page(server);
    await desk.login('a@b.example', 'correct horse battery');
    await clock.pass(100);
    const told: SessionState[] = [];
    desk.subscribe('session', () => told.push(desk.session()));
    let answer = () => {};
    server.commands.set('POST /auth/logout', async () => {
      server.cookie = false;
      server.revoked.add(`t${server.tokens}`);
      server.cut(4401);
      await new Promise<void>((over) => (answer = over));
      return { status: 204 };
    });
    const gone = desk.logout();
    await clock.pass(1_000);
    expect(server.requests.filter(({ path }) => path === '/auth/refresh')).toHaveLength(1);
    answer();
    await gone;
    expect(told).toEqual([{ state: 'signed_out', problem: null }]);
  });
});
