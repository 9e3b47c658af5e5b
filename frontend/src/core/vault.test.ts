import { expect, test } from 'vitest';
import type { Event } from '../wire/types';
import { createDesk, type Desk } from './desk';
import type { OutboxEntry } from './model';
import { Clock } from './testing/clock';
import { FakeServer } from './testing/server';
import { laws } from './testing/truth';
import type { Vault } from './vault';

const story = laws().find((l) => l.reader === 'sol');

/** What a browser keeps, as text, so that nothing but the entries themselves survives. */
class Kept {
  rows = new Map<string, string>();
  wiped = 0;

  /** The vault of one page. */
  page(): Vault {
    let open = false;
    return {
      open: async () => {
        open = true;
        return [...this.rows.values()].map((row): OutboxEntry => JSON.parse(row));
      },
      count: async () => this.rows.size,
      keep: (entry, instead) => {
        if (!open) return;
        if (instead !== undefined && instead !== entry.id) this.rows.delete(instead);
        this.rows.set(entry.id, JSON.stringify(entry));
      },
      drop: (id) => void this.rows.delete(id),
      close: () => (open = false),
      wipe: async () => {
        this.wiped++;
        this.rows.clear();
      },
    };
  }
}

interface Room {
  kept: Kept;
  server: FakeServer;
  clock: Clock;
  /** A page that somebody opens and signs in on. */
  page(): Promise<Desk>;
}

function room(): Room {
  if (!story) throw new Error('no story');
  const kept = new Kept();
  const server = new FakeServer(structuredClone(story), story.after.seq);
  const clock = new Clock();
  const page = async () => {
    const desk = createDesk({
      base: 'http://desk.example',
      fetch: server.fetch,
      dial: server.dial,
      timers: clock,
      tabs: { tell() {}, hear() {}, close() {} },
      vault: kept.page(),
      random: () => 1,
      soon: (tell) => tell(),
      wakes: () => () => {},
    });
    await desk.login('a@b.example', 'correct horse battery');
    await clock.pass(100);
    return desk;
  };
  return { kept, server, clock, page };
}

const textOf = (body: unknown) => (typeof body === 'object' && body !== null && 'text' in body ? String(body.text) : '');

/** Records a reply as the server would. */
function records(server: FakeServer, id: string): (body: unknown) => { status: number; body: object } {
  return (body) => {
    const seq = server.truth.law.events.length + 1;
    const event: Event = {
      workplace: 'sonrisas',
      seq,
      conversation: id,
      kind: 'message.sent',
      at: '2026-11-25T08:00:00.000Z',
      by: { team: 'staff', user: { id: 'sol', name: 'Name of sol', handle: 'sol' } },
      data: { message: `new${seq}`, text: textOf(body), attachments: [], answers: true },
    };
    server.truth.law.events.push(event);
    server.seq = seq;
    return { status: 200, body: { conversation: server.truth.conversation(id, seq), events: [event] } };
  };
}

/** Two replies that can't go, and a page that is left. */
async function leftUnsent(r: Room): Promise<{ id: string; path: string; ids: string[]; seen: unknown }> {
  const first = await r.page();
  const id = first.everywhere()[0] ?? '';
  const path = `/conversations/${id}/messages`;
  await first.openConversation(id);
  r.server.commands.set(`POST ${path}`, () => ({ status: 503, body: { code: 'unavailable', status: 503 } }));
  first.send(id, 'one');
  first.send(id, 'two');
  await r.clock.pass(1_000);
  const entries = first.outbox(id);
  first.stop();
  return { id, path, ids: entries.map((e) => e.id), seen: entries[0]?.ifSeen };
}

test('what was unsent when the page went is there in the next one, and goes once, in order, with its key and what was seen', async () => {
  const r = room();
  const { id, path, ids, seen } = await leftUnsent(r);
  expect(r.kept.rows.size).toBe(2);
  const second = await r.page();
  expect(second.outbox(id).map((e) => e.text)).toEqual(['one', 'two']);
  const before = r.server.requests.length;
  r.server.commands.set(`POST ${path}`, records(r.server, id));
  await r.clock.pass(20_000);
  const sent = r.server.requests.slice(before).filter((one) => one.path === path);
  expect(sent.map((one) => [one.key, textOf(one.body)])).toEqual([
    [ids[0], 'one'],
    [ids[1], 'two'],
  ]);
  expect(sent[0]?.body).toEqual({ text: 'one', if_seen: seen });
  expect([second.unsent(), r.kept.rows.size, second.unsaved()]).toEqual([[], 0, false]);
});

test('what waited for more than five minutes is asked about first', async () => {
  const r = room();
  const { id } = await leftUnsent(r);
  await r.clock.pass(6 * 60_000);
  const second = await r.page();
  expect(second.outbox(id).map((e) => e.state)).toEqual(['stale', 'queued']);
  expect(second.discard(second.outbox(id)[0]?.id ?? '')).toBe('one');
  expect(second.outbox(id).map((e) => e.state)).toEqual(['stale']);
});

test('whoever signs out destroys what they left unsent', async () => {
  const r = room();
  const { id } = await leftUnsent(r);
  const second = await r.page();
  expect(second.outbox(id)).toHaveLength(2);
  await second.logout();
  expect([r.kept.rows.size, r.kept.wiped, second.unsent().length]).toEqual([0, 1, 0]);
});

test('a session that ends by itself keeps them for the return of the same person', async () => {
  const r = room();
  const { id } = await leftUnsent(r);
  const second = await r.page();
  second.stop();
  expect(r.kept.rows.size).toBe(2);
  expect((await r.page()).outbox(id)).toHaveLength(2);
});

test('a forced reply is kept under its new key alone', async () => {
  const r = room();
  const page = await r.page();
  const id = page.everywhere()[0] ?? '';
  await page.openConversation(id);
  r.server.commands.set(`POST /conversations/${id}/messages`, (body) =>
    JSON.stringify(body).includes('"force":true')
      ? { status: 503, body: { code: 'unavailable', status: 503 } }
      : { status: 409, body: { code: 'crossed_reply', status: 409, missed: [] } },
  );
  page.send(id, 'Hello');
  await r.clock.pass(10);
  expect([...r.kept.rows.values()].map((row) => JSON.parse(row).state)).toEqual(['crossed']);
  page.force(page.outbox(id)[0]?.id ?? '');
  await r.clock.pass(10);
  expect([...r.kept.rows.keys()]).toEqual(page.outbox(id).map((e) => e.id));
});
