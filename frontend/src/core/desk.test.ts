import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Conversation } from '../wire/types';
import { createDesk, type Desk } from './desk';
import { sectionKeys } from './stream';
import { Clock } from './testing/clock';
import { FakeServer, type Trouble } from './testing/server';
import { type Law, laws } from './testing/truth';

const stories = laws();
const law = (reader: string): Law => {
  const found = stories.find((l) => l.reader === reader);
  if (!found) throw new Error(`no story for ${reader}`);
  return found;
};

/** A desk on a fake server, signed in and live. `atOnce`: what the screens do before anything has come. */
async function signedIn(story: Law, seq = story.before.seq, atOnce = (_: Desk) => {}): Promise<{ desk: Desk; server: FakeServer; clock: Clock }> {
  const server = new FakeServer(story, seq);
  const clock = new Clock();
  const desk = createDesk({
    base: 'http://desk.example',
    fetch: server.fetch,
    dial: server.dial,
    timers: clock,
    tabs: { tell() {}, hear() {}, close() {} },
    random: () => 0.5,
    soon: (tell) => tell(),
    wakes: () => () => {},
  });
  await desk.login('a@b.example', 'correct horse battery');
  atOnce(desk);
  await clock.pass(100);
  return { desk, server, clock };
}

function expectFresh(desk: Desk, server: FakeServer): void {
  const fresh = server.truth.stream(server.seq, 1_000);
  for (const key of sectionKeys) {
    const section = desk.section('sonrisas', key);
    const want = fresh.sections.find((s) => s.key === key);
    expect({ key, count: section.count, unanswered: section.unanswered }).toEqual({ key, count: want?.count, unanswered: want?.unanswered });
    expect(section.ids).toEqual(want?.conversations.map((c) => c.id).slice(0, section.ids.length));
  }
  for (const c of fresh.sections.flatMap((s) => s.conversations)) {
    const here = desk.conversation(c.id);
    if (here) expect(here).toEqual(c);
  }
}

describe('over a network that loses, repeats, reorders and cuts', () => {
  test('the desk ends as a fresh snapshot would be, and its open timeline is whole', async () => {
    const network = fc.infiniteStream(fc.constantFrom<Trouble>('none', 'none', 'lose', 'repeat', 'reorder'));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('sol', 'sam'), network, fc.infiniteStream(fc.nat(9)), async (who, troubles, chances) => {
        const chance = () => chances.next().value ?? 0;
        const { desk, server, clock } = await signedIn(law(who));
        server.trouble = () => troubles.next().value ?? 'none';
        const open = server.truth.conversations(server.seq)[0]?.id ?? '';
        desk.subscribe(`timeline:${open}`, () => {});
        void desk.openConversation(open);
        while (server.seq < server.truth.law.events.length) {
          server.happen(1 + chance());
          if (chance() === 0) server.cut();
          if (chance() === 1) server.down = !server.down;
          if (chance() === 2) server.heartbeat();
          await clock.pass(chance() * 400);
        }
        server.down = false;
        server.trouble = () => 'none';
        await clock.pass(30_000);
        for (let beat = 0; beat < 3; beat++) {
          server.heartbeat();
          await clock.pass(5_000);
        }
        expect(desk.connection()).toMatchObject({ state: 'live', behind: 0 });
        expectFresh(desk, server);
        expect(desk.timeline(open).entries.map((e) => e.seq)).toEqual(
          server.truth.timeline(open, server.seq, 1_000).events.map((e) => e.seq).slice(-desk.timeline(open).entries.length),
        );
        desk.stop();
      }),
      { numRuns: 25 },
    );
  });
});

describe('the connection', () => {
  test('is live after the welcome, and says how far it is behind', async () => {
    const { desk, server, clock } = await signedIn(law('sol'));
    expect(desk.connection()).toMatchObject({ state: 'live', behind: 0 });
    server.trouble = () => 'lose';
    server.happen(3);
    server.heartbeat();
    expect(desk.connection()).toMatchObject({ state: 'catching_up', behind: 3 });
    server.trouble = () => 'none';
    server.heartbeat();
    await clock.pass(5_000);
    expect(desk.connection()).toMatchObject({ state: 'live', behind: 0 });
    expectFresh(desk, server);
  });

  test('comes back from where it was, and asks for nothing else', async () => {
    const { desk, server, clock } = await signedIn(law('sol'));
    const before = server.requests.length;
    server.cut();
    expect(desk.connection().state).toBe('offline');
    server.happen(1);
    await clock.pass(5_000);
    expect(server.frames.filter((f) => f.type === 'hello').at(-1)).toMatchObject({ since: { sonrisas: server.seq - 1 }, epoch: 'one' });
    expect(desk.connection()).toMatchObject({ state: 'live', behind: 0 });
    expect(server.requests.slice(before).filter((r) => r.path.endsWith('/stream'))).toEqual([]);
  });

  test('asks once for what several screens open at the same time', async () => {
    const { server } = await signedIn(law('sol'), undefined, (desk) => {
      void desk.openWorkplace('sonrisas');
      void desk.openWorkplace('sonrisas');
    });
    expect(server.requests.filter((r) => r.path.endsWith('/stream'))).toHaveLength(1);
  });

  test('begins anew where the log was restored from a backup', async () => {
    const { desk, server, clock } = await signedIn(law('sol'));
    server.epoch = 'two';
    server.seq -= 10;
    server.cut();
    await clock.pass(5_000);
    server.happen(2);
    await clock.pass(5_000);
    expect(desk.connection()).toMatchObject({ state: 'live', behind: 0 });
    expectFresh(desk, server);
  });

  test('is given up when nothing comes for longer than the heartbeat', async () => {
    const { server, clock } = await signedIn(law('sol'));
    const hellos = () => server.frames.filter((f) => f.type === 'hello').length;
    await clock.pass(29_000);
    expect(hellos()).toBe(1);
    await clock.pass(5_000);
    expect(hellos()).toBe(2);
  });

  test('counts what a newer server tells and this page does not know', async () => {
    const { desk, server } = await signedIn(law('sol'));
    const strange = JSON.parse(
      JSON.stringify({ ...server.truth.law.events[server.seq], kind: 'robot.danced', data: {} }),
    );
    server.send({ type: 'events', events: [strange] });
    server.send(JSON.parse('{"type":"fireworks"}'));
    expect(desk.connection()).toMatchObject({ state: 'live', skipped: 1 });
  });

  test('tells that the server is a newer build', async () => {
    const { desk, server } = await signedIn(law('sol'));
    server.build = 'b2';
    server.heartbeat();
    expect(desk.connection().stale).toBe(true);
  });

  test('says again what I look at, after it was cut', async () => {
    const { desk, server, clock } = await signedIn(law('sol'));
    desk.viewing('c01');
    server.cut();
    await clock.pass(5_000);
    expect(server.frames.filter((f) => f.type === 'viewing')).toHaveLength(2);
  });
});

describe('the token', () => {
  test('is renewed once for everybody whose request was refused', async () => {
    const { desk, server } = await signedIn(law('sol'));
    server.revoked.add('t1');
    await Promise.all(['c01', 'c02', 'c03'].map((id) => desk.openConversation(id)));
    expect(server.requests.filter((r) => r.path === '/auth/refresh')).toHaveLength(1);
    expect(['c01', 'c02', 'c03'].every((id) => desk.timeline(id).loaded)).toBe(true);
  });

  test('is renewed before it ends, and handed to the socket', async () => {
    const { server, clock } = await signedIn(law('sol'));
    for (let i = 0; i < 30; i++) {
      server.heartbeat();
      await clock.pass(19_000);
    }
    expect(server.frames).toContainEqual({ type: 'token', token: 't2' });
  });

  test('that the socket refuses is renewed, and the socket dialled again', async () => {
    const { desk, server, clock } = await signedIn(law('sol'));
    server.revoked.add('t1');
    server.cut(4401);
    await clock.pass(2_000);
    expect(server.frames.filter((f) => f.type === 'hello').at(-1)).toMatchObject({ token: 't2' });
    expect(desk.connection().state).toBe('live');
  });

  test('that can be renewed no more ends the session, and nothing of it stays', async () => {
    const { desk, server, clock } = await signedIn(law('sol'));
    server.cookie = false;
    server.revoked.add('t1');
    server.cut(4401);
    await clock.pass(2_000);
    expect(desk.session()).toMatchObject({ state: 'signed_out', problem: { code: 'unauthenticated' } });
    expect([desk.workplaces(), desk.everywhere(), server.connected()]).toEqual([[], [], 0]);
  });

  test('survives a server that is away just now', async () => {
    const { desk, server, clock } = await signedIn(law('sol'));
    server.revoked.add('t1');
    server.down = true;
    server.cut(4401);
    await clock.pass(30_000);
    expect(desk.session().state).toBe('signed_in');
    server.down = false;
    await clock.pass(20_000);
    expect(desk.connection().state).toBe('live');
  });
});

describe('what I have seen', () => {
  test('reaches up to what others did last, also where I did something after it', async () => {
    const story = law('sol');
    const mine = story.events.find((e) => e.kind === 'note.added' && e.by.user?.id === 'sol');
    if (!mine) throw new Error('no note of mine in the story');
    const { desk, server, clock } = await signedIn(story, mine.seq);
    await desk.openConversation(mine.conversation);
    const others = desk.timeline(mine.conversation).entries.findLast((e) => e.by.user?.id !== 'sol' && e.kind !== 'conversation.seen' && e.kind !== 'message.delivery');
    expect(others?.seq).toBeLessThan(mine.seq);
    desk.seen(mine.conversation);
    await clock.pass(10);
    expect(server.requests.at(-1)).toMatchObject({ path: `/conversations/${mine.conversation}/seen`, body: { seq: others?.seq } });
  });
});

describe('membership', () => {
  test('that ends takes the workplace from the screen', async () => {
    const { desk, server, clock } = await signedIn(law('sol'));
    server.commands.set('GET /me', () => ({ status: 200, body: { ...server.me(), memberships: [] } }));
    server.send({ type: 'left', workplace: 'sonrisas' });
    await clock.pass(100);
    expect([desk.workplaces(), desk.everywhere()]).toEqual([[], []]);
  });
});

describe("an agent's queue", () => {
  test('is there without any stream, and follows the events', async () => {
    const { desk, server, clock } = await signedIn(law('gil'));
    expect(desk.queue().loaded).toBe(true);
    while (server.seq < server.truth.law.events.length) {
      server.happen(7);
      await clock.pass(50);
    }
    expect(desk.queue().waiting).toEqual(server.truth.queue(server.seq).waiting.map((c: Conversation) => c.id));
  });
});

describe('a section', () => {
  test('is loaded page by page to its end', async () => {
    const story = stories.find((l) => l.per_section === 4 && l.reader !== 'gil');
    if (!story) throw new Error('no story with pages');
    const { desk, server, clock } = await signedIn(story);
    for (let i = 0; i < 10; i++) {
      await desk.loadMore('sonrisas', 'staff');
      server.happen(2);
      await clock.pass(50);
    }
    expect(desk.section('sonrisas', 'staff').next).toBeNull();
    expect(desk.section('sonrisas', 'staff').ids).toHaveLength(desk.section('sonrisas', 'staff').count);
    expectFresh(desk, server);
  });
});

describe('people', () => {
  test('are shown while they write, and no longer', async () => {
    const { desk, server, clock } = await signedIn(law('sol'));
    const typing = { type: 'typing' as const, workplace: 'sonrisas', conversation: 'c01', user: { id: 'gil', name: 'Gil', handle: 'gil' } };
    server.send(typing);
    await clock.pass(3_000);
    server.send(typing);
    await clock.pass(3_000);
    expect(desk.typing('c01')).toMatchObject([{ user: { id: 'gil' }, note: false }]);
    await clock.pass(2_500);
    expect(desk.typing('c01')).toEqual([]);
  });

  test('who look at the same conversation are known, but not I', async () => {
    const { desk, server } = await signedIn(law('sol'));
    const user = (id: string, viewing: string | null) => ({ id, state: 'online' as const, viewing, last_seen_at: null });
    server.send({ type: 'presence', workplace: 'sonrisas', users: [user('sol', 'c01'), user('gil', 'c01'), user('eva', 'c02')] });
    expect(desk.viewers('c01')).toEqual(['gil']);
    server.send({ type: 'presence', workplace: 'sonrisas', users: [user('gil', null)] });
    expect(desk.viewers('c01')).toEqual([]);
  });

  test('are told that I write at most every three seconds', async () => {
    const { desk, server, clock } = await signedIn(law('sol'));
    for (let i = 0; i < 40; i++) {
      desk.typingIn('c01', 'reply');
      await clock.pass(100);
    }
    expect(server.frames.filter((f) => f.type === 'typing')).toHaveLength(2);
  });
});
