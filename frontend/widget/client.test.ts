import { describe, expect, test } from 'vitest';
import { Clock } from '../src/core/testing/clock';
import type { WireEvents } from '../src/core/line';
import type { ChatMessage } from '../src/wire/types';
import { Client, type Kept } from './client';
import { browserLanguage, words } from './words';

/** A server with one conversation, as the contract's web chat has it. */
class Office {
  messages: ChatMessage[] = [];
  keys = new Map<string, ChatMessage>();
  requests: string[] = [];
  bodies: unknown[] = [];
  refuse: { status: number; code: string; after?: string } | null = null;
  /** The network gives no answer, though the server took the message. */
  deaf = false;
  down = false;
  epoch = 'one';
  wires = new Set<WireEvents>();

  add(from: ChatMessage['from'], text: string): ChatMessage {
    const seq = this.messages.length + 1;
    const message = { seq, message: `m${seq}`, from, text, attachments: [], at: '2026-11-24T08:00:00.000Z' };
    this.messages.push(message);
    return message;
  }

  tell(...messages: ChatMessage[]): void {
    for (const wire of this.wires) wire.message(JSON.stringify({ type: 'messages', messages }));
  }

  fetch = async (url: string, init: RequestInit): Promise<Response> => {
    await Promise.resolve();
    if (this.down) throw new TypeError('fetch failed');
    const path = url.replace(/^.*\/api\/v1/, '');
    this.requests.push(`${init.method} ${path}`);
    this.bodies.push(JSON.parse(String(init.body ?? 'null')));
    if (this.refuse) {
      const { status, code, after } = this.refuse;
      return new Response(JSON.stringify({ code, status }), { status, headers: after ? { 'Retry-After': after } : {} });
    }
    if (path.endsWith('/sessions')) return json(201, { token: 'chat-token', conversation: 'c1' });
    if (init.method === 'GET') {
      const after = Number(new URLSearchParams(path.split('?')[1]).get('after'));
      return json(200, { messages: this.messages.filter((m) => m.seq > after) });
    }
    const key = new Headers(init.headers).get('Idempotency-Key') ?? '';
    const known = this.keys.get(key);
    const text: string = JSON.parse(String(init.body)).text;
    const message = known ?? this.add('customer', text);
    this.keys.set(key, message);
    if (this.deaf) throw new TypeError('connection reset');
    return json(201, { message });
  };

  dial = (_url: string, events: WireEvents) => {
    queueMicrotask(() => {
      if (this.down) events.close(1006);
      else events.open();
    });
    return {
      send: (text: string) => {
        const hello = JSON.parse(text);
        if (hello.type !== 'hello') return;
        this.wires.add(events);
        events.message(JSON.stringify({ type: 'welcome', epoch: this.epoch, build: 'b', seq: this.messages.length, ping_seconds: 20 }));
        if (hello.epoch !== undefined && hello.epoch !== this.epoch) events.message(JSON.stringify({ type: 'resync', seq: this.messages.length }));
      },
      close: () => this.wires.delete(events),
    };
  };
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status });
}

function sitDown(office: Office, kept: Kept = { token: null, pending: [] }) {
  const clock = new Clock();
  const shelf = { kept };
  const client = new Client({
    base: 'http://desk.example',
    channel: 'sonrisas-web',
    fetch: office.fetch,
    dial: office.dial,
    timers: clock,
    random: () => 1,
    shelf: { load: () => shelf.kept, save: (k) => (shelf.kept = k) },
    changed: () => {},
  });
  client.start();
  return { client, clock, shelf };
}

const texts = (client: Client) => client.state().messages.map((m) => m.text);

describe("the customer's page", () => {
  test('opens a session with the first message and not before', async () => {
    const office = new Office();
    const { client, clock, shelf } = sitDown(office);
    await clock.pass(1_000);
    expect(office.requests).toEqual([]);
    client.introduce({ language: 'es', name: 'Juan' });
    client.send('Hola');
    await clock.pass(100);
    expect(office.requests.slice(0, 2)).toEqual(['POST /chat/sonrisas-web/sessions', 'POST /chat/messages']);
    expect(office.bodies[0]).toEqual({ language: 'es', name: 'Juan' });
    expect([texts(client), client.state().phase, shelf.kept.token]).toEqual([['Hola'], 'ready', 'chat-token']);
  });

  test('takes the conversation of this device up again', async () => {
    const office = new Office();
    office.add('customer', 'Hola');
    office.add('business', 'Buenas');
    const { client, clock } = sitDown(office, { token: 'chat-token', pending: [] });
    await clock.pass(100);
    expect([texts(client), client.state().connection]).toEqual([['Hola', 'Buenas'], 'live']);
  });

  test('shows what comes once and in order, however it comes, and fetches what it missed', async () => {
    const office = new Office();
    const { client, clock } = sitDown(office, { token: 'chat-token', pending: [] });
    await clock.pass(100);
    const [one, two, three] = ['one', 'two', 'three'].map((text) => office.add('business', text));
    if (!one || !two || !three) throw new Error('three were made');
    office.tell(one);
    office.tell(one, three);
    await clock.pass(100);
    office.tell(two);
    expect(texts(client)).toEqual(['one', 'two', 'three']);
  });

  test('forgets what a server restored from a backup gives other numbers to', async () => {
    const office = new Office();
    office.add('customer', 'Hola');
    office.add('business', 'after the backup');
    const { client, clock } = sitDown(office, { token: 'chat-token', pending: [] });
    await clock.pass(100);
    office.messages.pop();
    office.add('business', 'after the restore');
    office.epoch = 'two';
    for (const wire of office.wires) wire.close(1006);
    await clock.pass(30_000);
    expect(texts(client)).toEqual(['Hola', 'after the restore']);
  });

  test('never sends a message twice, though nobody answered the first time', async () => {
    const office = new Office();
    const { client, clock } = sitDown(office);
    office.deaf = true;
    client.send('Hola');
    await clock.pass(3_000);
    office.deaf = false;
    await clock.pass(30_000);
    expect(office.messages.map((m) => m.text)).toEqual(['Hola']);
    expect([texts(client), client.state().pending]).toEqual([['Hola'], []]);
  });

  test('keeps what was not sent over a reload', async () => {
    const office = new Office();
    office.down = true;
    const { client, clock, shelf } = sitDown(office);
    client.send('one');
    client.send('two');
    await clock.pass(1_000);
    client.stop();
    office.down = false;
    const later = sitDown(office, shelf.kept);
    await later.clock.pass(100);
    later.client.wake();
    await later.clock.pass(100);
    expect(office.messages.map((m) => m.text)).toEqual(['one', 'two']);
  });

  test('pauses as long as the server asks, and says so', async () => {
    const office = new Office();
    const { client, clock } = sitDown(office, { token: 'chat-token', pending: [] });
    await clock.pass(100);
    office.refuse = { status: 429, code: 'rate_limited', after: '20' };
    client.send('Hola');
    await clock.pass(15_000);
    expect(client.state()).toMatchObject({ limited: true, pending: [{ state: 'waiting' }] });
    office.refuse = null;
    await clock.pass(10_000);
    expect(client.state()).toMatchObject({ limited: false, pending: [] });
  });

  test('gives a refused message back, and goes on', async () => {
    const office = new Office();
    const { client, clock } = sitDown(office, { token: 'chat-token', pending: [] });
    await clock.pass(100);
    office.refuse = { status: 422, code: 'message_too_long' };
    client.send('x'.repeat(2_001));
    await clock.pass(100);
    office.refuse = null;
    client.send('Hola');
    await clock.pass(100);
    expect(client.state().pending).toMatchObject([{ state: 'refused', problem: { code: 'message_too_long' } }]);
    expect(texts(client)).toEqual(['Hola']);
  });

  test('ends with its token, and begins another conversation when it is asked to', async () => {
    const office = new Office();
    const { client, clock } = sitDown(office, { token: 'old', pending: [] });
    office.refuse = { status: 401, code: 'unauthenticated' };
    await clock.pass(100);
    expect(client.state().phase).toBe('ended');
    office.refuse = null;
    client.anew();
    client.send('Hola');
    await clock.pass(100);
    expect([client.state().phase, texts(client)]).toEqual(['ready', ['Hola']]);
  });

  test('says where there is no such channel', async () => {
    const office = new Office();
    office.refuse = { status: 404, code: 'not_found' };
    const { client, clock } = sitDown(office);
    client.send('Hola');
    await clock.pass(100);
    expect(client.state().phase).toBe('unknown');
  });

  test('shows that somebody writes, for a while or until the message is here', async () => {
    const office = new Office();
    const { client, clock } = sitDown(office, { token: 'chat-token', pending: [] });
    await clock.pass(100);
    const typing = () => office.wires.forEach((w) => w.message('{"type":"typing"}'));
    typing();
    expect(client.state().typing).toBe(true);
    await clock.pass(6_000);
    expect(client.state().typing).toBe(false);
    typing();
    office.tell(office.add('business', 'Hola'));
    expect(client.state().typing).toBe(false);
  });
});

describe('the words', () => {
  test('are all there in both languages', () => {
    for (const said of Object.values(words)) {
      for (const word of Object.values(said)) expect(typeof word === 'string' ? word.trim() : 'a function').not.toBe('');
    }
  });

  test('follow the first language that is known here', () => {
    expect(browserLanguage(['fr', 'es-PR', 'en'])).toBe('es');
    expect(browserLanguage(['en-GB', 'es'])).toBe('en');
    expect(browserLanguage([])).toBe('en');
  });
});
