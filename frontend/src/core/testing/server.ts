import type { ClientFrame, Event, HelloFrame, Login, Me, Preferences, ServerFrame } from '../../wire/types';
import type { Fetch } from '../api';
import type { Dial, WireEvents } from '../line';
import { type Law, Truth } from './truth';

interface Connection {
  events: WireEvents;
  open: boolean;
  hello: HelloFrame | null;
}

/** What the fake network does to the next frame of events. */
export type Trouble = 'none' | 'lose' | 'repeat' | 'reorder';

type Answer = { status: number; body?: unknown; headers?: Record<string, string> };

/**
 * A server that tells one story over HTTP and a socket, and a network in between that the test can spoil. It answers as
 * the contract says; commands are answered by what the test puts into `commands`.
 */
export class FakeServer {
  readonly truth: Truth;
  seq: number;
  epoch = 'one';
  build = 'b1';
  /** Requests as they came: method and path. */
  readonly requests: { method: string; path: string; body: unknown; key: string | null; token: string | null }[] = [];
  /** Frames as they came. */
  readonly frames: ClientFrame[] = [];
  /** Answers to commands, by "METHOD path"; a function may look at the body. */
  readonly commands = new Map<string, (body: unknown) => Answer | Promise<Answer>>();
  /** The network is down: nothing can be fetched or dialled. */
  down = false;
  trouble: () => Trouble = () => 'none';
  tokens = 0;
  /** What the user has set for themselves. */
  preferences: Preferences = {};
  /** Whether the browser has a refresh cookie. */
  cookie = false;
  /** Access tokens that the server takes no more. */
  readonly revoked = new Set<string>();
  #connections = new Set<Connection>();
  #held: { c: Connection; frame: ServerFrame }[] = [];

  constructor(law: Law, seq: number) {
    this.truth = new Truth(law);
    this.seq = seq;
  }

  /** The user as whom everybody here is signed in. */
  me(): Me {
    const { reader, agents_service } = this.truth.law;
    const workplace = { id: 'sonrisas', name: 'Sonrisas', language: 'es' as const, timezone: 'America/Puerto_Rico', agents_service, message_limit: 320 };
    const role = reader === 'gil' ? ('agent' as const) : reader === 'sam' ? ('supervisor' as const) : ('staff' as const);
    return { id: reader, name: reader, handle: reader, email: `${reader}@sonrisas.example`, memberships: [{ workplace, role }], preferences: this.preferences, idle_lock_seconds: 600 };
  }

  /** More of the story happens, and whoever is connected is told. */
  happen(events: number): void {
    const from = this.seq;
    this.seq = Math.min(this.seq + events, this.truth.law.events.length);
    for (const c of this.#connections) if (c.hello) this.#tell(c, from);
  }

  heartbeat(): void {
    this.#flush();
    this.send({ type: 'heartbeat', seqs: { sonrisas: this.seq }, build: this.build });
  }

  send(frame: ServerFrame): void {
    for (const c of this.#connections) if (c.hello) this.#send(c, frame);
  }

  /** Cuts every connection. */
  cut(code = 1006): void {
    for (const c of [...this.#connections]) this.#close(c, code);
  }

  connected(): number {
    return [...this.#connections].filter((c) => c.hello).length;
  }

  readonly fetch: Fetch = async (url, init) => {
    const path = url.replace(/^.*\/api\/v1/, '');
    const headers = new Headers(init.headers);
    const method = init.method ?? 'GET';
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : null;
    const token = headers.get('Authorization')?.replace('Bearer ', '') ?? null;
    await Promise.resolve();
    if (this.down) throw new TypeError('fetch failed');
    this.requests.push({ method, path, body, key: headers.get('Idempotency-Key'), token });
    const answer = await this.#answer(method, path, body, token);
    return new Response(answer.body === undefined ? null : JSON.stringify(answer.body), {
      status: answer.status,
      headers: answer.headers ?? {},
    });
  };

  readonly dial: Dial = (_url, events) => {
    const c: Connection = { events, open: true, hello: null };
    queueMicrotask(() => {
      if (!c.open) return;
      if (this.down) return this.#close(c, 1006);
      this.#connections.add(c);
      events.open();
    });
    return {
      send: (text) => {
        if (c.open) this.#hear(c, JSON.parse(text));
      },
      close: () => {
        c.open = false;
        this.#connections.delete(c);
      },
    };
  };

  #hear(c: Connection, frame: ClientFrame): void {
    this.frames.push(frame);
    if (frame.type !== 'hello') return;
    if (this.revoked.has(frame.token)) return this.#close(c, 4401);
    c.hello = frame;
    const since = frame.since?.['sonrisas'] ?? null;
    queueMicrotask(() => {
      this.#send(c, {
        type: 'welcome',
        session: 's',
        epoch: this.epoch,
        build: this.build,
        user: { id: this.truth.law.reader, name: '', handle: '' },
        workplaces: { sonrisas: { seq: this.seq } },
        ping_seconds: 20,
      });
      const strange = frame.epoch !== undefined && frame.epoch !== this.epoch;
      if (strange || (since !== null && since > this.seq)) this.#send(c, { type: 'resync', workplace: 'sonrisas', seq: this.seq });
      else if (since !== null && since < this.seq) this.#tell(c, since);
    });
  }

  #tell(c: Connection, after: number): void {
    const events: Event[] = this.truth.law.events.slice(after, this.seq);
    const frame: ServerFrame = { type: 'events', events };
    const trouble = this.trouble();
    if (trouble === 'lose') return;
    if (trouble === 'reorder') {
      this.#held.push({ c, frame });
      return;
    }
    this.#send(c, frame);
    if (trouble === 'repeat') this.#send(c, frame);
    this.#flush();
  }

  #flush(): void {
    for (const { c, frame } of this.#held.splice(0)) this.#send(c, frame);
  }

  #send(c: Connection, frame: ServerFrame): void {
    if (c.open) c.events.message(JSON.stringify(frame));
  }

  #close(c: Connection, code: number): void {
    if (!c.open) return;
    c.open = false;
    this.#connections.delete(c);
    c.events.close(code);
  }

  async #answer(method: string, path: string, body: unknown, token: string | null): Promise<Answer> {
    const command = this.commands.get(`${method} ${path}`);
    if (path === '/auth/refresh' && !command) {
      return this.cookie ? { status: 200, body: this.login() } : { status: 401, body: { code: 'unauthenticated', status: 401 } };
    }
    if (path === '/auth/login' && !command) {
      this.cookie = true;
      return { status: 200, body: this.login() };
    }
    if (!path.startsWith('/chat') && (token === null || this.revoked.has(token))) {
      return { status: 401, body: { code: 'unauthenticated', status: 401 } };
    }
    if (command) return command(body);
    if (method === 'PATCH' && path === '/me/preferences') {
      this.preferences = { ...this.preferences, ...JSON.parse(JSON.stringify(body)) };
      return { status: 200, body: this.preferences };
    }
    const read = this.#read(path);
    return read === undefined ? { status: 404, body: { code: 'not_found', status: 404 } } : { status: 200, body: read };
  }

  login(): Login {
    const { reader } = this.truth.law;
    return { access_token: `t${++this.tokens}`, token_type: 'Bearer', expires_in: 600, user: { id: reader, name: reader, handle: reader } };
  }

  #read(path: string): unknown {
    const { per_section } = this.truth.law;
    if (path === '/me') return this.me();
    if (path === '/auth/logout') return {};
    if (path === '/queue') return this.truth.queue(this.seq);
    if (path === '/workplaces/sonrisas/stream') return { ...this.truth.stream(this.seq, per_section), epoch: this.epoch };
    const one = /^\/conversations\/(\w+)$/.exec(path)?.[1];
    const conversation = one ? this.truth.conversation(one, this.seq) : undefined;
    if (one && conversation) return { conversation, ...this.truth.timeline(one, this.seq), drafts: { reply: null, note: null } };
    const older = /^\/conversations\/(\w+)\/events\?before=(\d+)$/.exec(path);
    if (older?.[1]) return { ...this.truth.timeline(older[1], Number(older[2]) - 1), next: null };
    const section = /^\/workplaces\/sonrisas\/conversations\?section=(\w+)&cursor=(\d+)$/.exec(path);
    if (section) {
      const all = this.truth.stream(this.seq, 1_000).sections.find((s) => s.key === section[1])?.conversations ?? [];
      const rest = all.filter((c) => (c.last_message?.seq ?? 0) < Number(section[2]));
      const page = rest.slice(0, per_section);
      return { conversations: page, next: rest.length > per_section ? String(page.at(-1)?.last_message?.seq) : null };
    }
    return undefined;
  }
}
