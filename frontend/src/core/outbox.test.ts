import { describe, expect, test } from 'vitest';
import type { Event } from '../wire/types';
import { createDesk, type Desk } from './desk';
import { Clock } from './testing/clock';
import { FakeServer } from './testing/server';
import { laws } from './testing/truth';

const story = laws().find((l) => l.reader === 'sol');

async function writing(): Promise<{ desk: Desk; server: FakeServer; clock: Clock; id: string; path: string }> {
  if (!story) throw new Error('no story');
  // Commands go on with the story: every test has its own.
  const server = new FakeServer(structuredClone(story), story.after.seq);
  const clock = new Clock();
  const desk = createDesk({
    base: 'http://desk.example',
    fetch: server.fetch,
    dial: server.dial,
    timers: clock,
    tabs: { tell() {}, hear() {}, close() {} },
    random: () => 1,
    soon: (tell) => tell(),
    wakes: () => () => {},
  });
  await desk.login('a@b.example', 'correct horse battery');
  await clock.pass(100);
  const id = desk.everywhere()[0] ?? '';
  await desk.openConversation(id);
  return { desk, server, clock, id, path: `/conversations/${id}/messages` };
}

/** Records a reply as the server would, as the next event of the story. */
function recorded(server: FakeServer, id: string, text: string): { status: number; body: object; event: Event } {
  const seq = server.truth.law.events.length + 1;
  const event: Event = {
    workplace: 'sonrisas',
    seq,
    conversation: id,
    kind: 'message.sent',
    at: '2026-11-25T08:00:00.000Z',
    by: { team: 'staff', user: { id: 'sol', name: 'Name of sol', handle: 'sol' } },
    data: { message: `new${seq}`, text, attachments: [], answers: true },
  };
  server.truth.law.events.push(event);
  server.seq = seq;
  return { status: 200, body: { conversation: server.truth.conversation(id, seq), events: [event] }, event };
}

const textOf = (body: unknown) => (typeof body === 'object' && body !== null && 'text' in body ? String(body.text) : '');

describe('the outbox', () => {
  test('shows a message at once, and lets it go when its event is here', async () => {
    const { desk, server, clock, id, path } = await writing();
    server.commands.set(`POST ${path}`, (body) => recorded(server, id, textOf(body)));
    const seen = desk.timeline(id).entries.at(-1)?.seq;
    desk.send(id, 'Hello');
    expect(desk.outbox(id)).toMatchObject([{ text: 'Hello', state: 'sending', kind: 'message' }]);
    await clock.pass(10);
    expect(desk.outbox(id)).toEqual([]);
    expect(desk.timeline(id).entries.at(-1)).toMatchObject({ kind: 'message.sent', data: { text: 'Hello' } });
    expect(server.requests.at(-1)).toMatchObject({ path, body: { text: 'Hello', if_seen: seen } });
    expect(desk.conversation(id)?.last_message?.text).toBe('Hello');
  });

  test('never shows it twice, though its event is faster than the answer', async () => {
    const { desk, server, clock, id, path } = await writing();
    let answer: () => void = () => {};
    server.commands.set(`POST ${path}`, (body) => {
      const done = recorded(server, id, textOf(body));
      server.send({ type: 'events', events: [done.event] });
      return new Promise((over) => {
        answer = () => over(done);
      });
    });
    desk.send(id, 'Hello');
    await clock.pass(10);
    expect([desk.outbox(id).length, desk.timeline(id).entries.at(-1)?.kind]).toEqual([0, 'message.sent']);
    answer();
    await clock.pass(10);
    expect(desk.timeline(id).entries.filter((e) => e.kind === 'message.sent' && e.data.text === 'Hello')).toHaveLength(1);
  });

  test('tries again, with the same key, where nobody knows whether it was recorded', async () => {
    const { desk, server, clock, id, path } = await writing();
    let tries = 0;
    server.commands.set(`POST ${path}`, (body) => {
      tries++;
      return tries < 3 ? { status: 503, body: { code: 'unavailable', status: 503 } } : recorded(server, id, textOf(body));
    });
    desk.send(id, 'Hello');
    await clock.pass(10);
    expect(desk.outbox(id)).toMatchObject([{ state: 'queued', problem: { code: 'unavailable' } }]);
    await clock.pass(10_000);
    expect(desk.outbox(id)).toEqual([]);
    const keys = server.requests.filter((r) => r.path === path).map((r) => r.key);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });

  test('keeps the order of what was written offline, and sends it when the line is back', async () => {
    const { desk, server, clock, id, path } = await writing();
    server.commands.set(`POST ${path}`, (body) => recorded(server, id, textOf(body)));
    server.down = true;
    server.cut();
    for (const text of ['one', 'two', 'three']) desk.send(id, text);
    await clock.pass(20_000);
    expect(desk.outbox(id).map((e) => [e.text, e.state])).toEqual([
      ['one', 'queued'],
      ['two', 'queued'],
      ['three', 'queued'],
    ]);
    server.down = false;
    await clock.pass(20_000);
    expect(server.requests.filter((r) => r.path === path).map((r) => textOf(r.body))).toEqual(['one', 'two', 'three']);
    expect(desk.outbox(id)).toEqual([]);
  });

  test('asks before it sends what waited for too long', async () => {
    const { desk, server, clock, id, path } = await writing();
    server.commands.set(`POST ${path}`, (body) => recorded(server, id, textOf(body)));
    server.down = true;
    server.cut();
    desk.send(id, 'Hello');
    await clock.pass(6 * 60_000);
    server.down = false;
    await clock.pass(20_000);
    const entry = desk.outbox(id)[0];
    expect(entry?.state).toBe('stale');
    desk.retry(entry?.id ?? '');
    await clock.pass(10);
    expect(desk.outbox(id)).toEqual([]);
  });

  test('holds a crossed reply with what was missed; forced, it is another command', async () => {
    const { desk, server, clock, id, path } = await writing();
    const missed = server.truth.law.events.slice(0, 1);
    server.commands.set(`POST ${path}`, (body) =>
      JSON.stringify(body).includes('"force":true')
        ? recorded(server, id, textOf(body))
        : { status: 409, body: { code: 'crossed_reply', status: 409, missed } },
    );
    desk.send(id, 'Hello');
    await clock.pass(10);
    const held = desk.outbox(id)[0];
    expect(held).toMatchObject({ state: 'crossed', missed: [{ seq: 1 }] });
    desk.send(id, 'And more');
    await clock.pass(1_000);
    expect(desk.outbox(id).map((e) => e.state)).toEqual(['crossed', 'queued']);
    desk.force(held?.id ?? '');
    await clock.pass(10);
    const keys = server.requests.filter((r) => r.path === path && textOf(r.body) === 'Hello').map((r) => r.key);
    expect(new Set(keys).size).toBe(2);
    expect(desk.outbox(id)).toMatchObject([{ text: 'And more', state: 'crossed' }]);
  });

  test.each(['agents_locked_out', 'held_by_other'] as const)('holds a reply that %s refused; a note goes past it, a reply does not', async (code) => {
    const { desk, server, clock, id, path } = await writing();
    const notes = path.replace(/messages$/, 'notes');
    let locked = true;
    server.commands.set(`POST ${path}`, (body) => (locked ? { status: 409, body: { code, status: 409 } } : recorded(server, id, textOf(body))));
    server.commands.set(`POST ${notes}`, () => ({ status: 409, body: { code, status: 409 } }));
    desk.send(id, 'Too late');
    desk.send(id, 'And this');
    desk.addNote(id, 'For the office', false);
    await clock.pass(10);
    expect(server.requests.filter((r) => r.path === notes)).toHaveLength(1);
    // Only replies are held: a note that is refused can't have crossed anything.
    expect(desk.outbox(id)).toMatchObject([
      { text: 'Too late', state: 'crossed', problem: { code } },
      { text: 'And this', state: 'queued' },
      { text: 'For the office', state: 'failed' },
    ]);
    locked = false;
    expect(desk.discard(desk.outbox(id)[0]?.id ?? '')).toBe('Too late');
    await clock.pass(10);
    expect(desk.outbox(id).map((e) => e.text)).toEqual(['For the office']);
  });

  test('gives the text of a refused message back, and goes on with the next', async () => {
    const { desk, server, clock, id, path } = await writing();
    server.commands.set(`POST ${path}`, (body) =>
      textOf(body) === 'bad' ? { status: 422, body: { code: 'opted_out', status: 422 } } : recorded(server, id, textOf(body)),
    );
    desk.send(id, 'bad');
    desk.send(id, 'good');
    await clock.pass(10);
    expect(desk.outbox(id)).toMatchObject([{ text: 'bad', state: 'failed', problem: { code: 'opted_out' } }]);
    expect(desk.discard(desk.outbox(id)[0]?.id ?? '')).toBe('bad');
    expect(desk.outbox(id)).toEqual([]);
  });

  test('keeps nothing when the session ends', async () => {
    const { desk, server, clock, id } = await writing();
    server.down = true;
    desk.send(id, 'Hello');
    await clock.pass(10);
    server.down = false;
    await desk.logout();
    expect(desk.outbox(id)).toEqual([]);
  });
});

describe('drafts', () => {
  const drafts = (server: FakeServer) => server.requests.filter((r) => r.path.includes('/drafts/'));

  test('are kept with the server a moment after the last key, apart for reply and note', async () => {
    const { desk, server, clock, id } = await writing();
    server.commands.set(`PUT /conversations/${id}/drafts/reply`, () => ({ status: 200, body: {} }));
    server.commands.set(`PUT /conversations/${id}/drafts/note`, () => ({ status: 200, body: {} }));
    for (const text of ['H', 'He', 'Hel']) {
      desk.setDraft(id, 'reply', text);
      await clock.pass(200);
    }
    desk.setDraft(id, 'note', 'inside');
    expect([desk.draft(id, 'reply'), desk.draft(id, 'note')]).toEqual(['Hel', 'inside']);
    await clock.pass(2_000);
    expect(drafts(server).map((r) => [r.path.split('/').at(-1), textOf(r.body)])).toEqual([
      ['reply', 'Hel'],
      ['note', 'inside'],
    ]);
  });

  test('are sent again until the server has them', async () => {
    const { desk, server, clock, id } = await writing();
    server.commands.set(`PUT /conversations/${id}/drafts/reply`, () => ({ status: 200, body: {} }));
    server.down = true;
    desk.setDraft(id, 'reply', 'kept');
    await clock.pass(12_000);
    server.down = false;
    await clock.pass(12_000);
    expect(drafts(server)).toHaveLength(1);
    expect(desk.draft(id, 'reply')).toBe('kept');
  });

  test('come back with the conversation, but never over what is being typed', async () => {
    const { desk, server, id } = await writing();
    const view = { seq: 1_000, conversation: desk.conversation(id), events: [], has_more: true, drafts: { reply: 'from the other device', note: null } };
    server.commands.set(`GET /conversations/${id}`, () => ({ status: 200, body: view }));
    await desk.openConversation(id);
    expect(desk.draft(id, 'reply')).toBe('from the other device');
    desk.setDraft(id, 'reply', 'from the other device, and more');
    await desk.openConversation(id);
    expect(desk.draft(id, 'reply')).toBe('from the other device, and more');
  });

  test('are gone once they are sent', async () => {
    const { desk, server, clock, id, path } = await writing();
    server.commands.set(`PUT /conversations/${id}/drafts/reply`, () => ({ status: 200, body: {} }));
    server.commands.set(`DELETE /conversations/${id}/drafts/reply`, () => ({ status: 204 }));
    server.commands.set(`POST ${path}`, (body) => recorded(server, id, textOf(body)));
    desk.setDraft(id, 'reply', 'Hello');
    await clock.pass(1_000);
    desk.send(id, 'Hello');
    expect(desk.draft(id, 'reply')).toBe('');
    await clock.pass(1_000);
    expect(drafts(server).map((r) => r.method)).toEqual(['PUT', 'DELETE']);
  });
});
