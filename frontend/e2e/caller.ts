import type { Program } from './program';
import { password } from './world';

/** What the server said to one request. */
export interface Answer {
  status: number;
  body: any;
}

/** Somebody who speaks to the server without a browser: for whoever is in a story but is not looked at. */
export class Caller {
  readonly #program: Program;
  readonly #token: string;
  readonly id: string;

  private constructor(program: Program, token: string, id: string) {
    this.#program = program;
    this.#token = token;
    this.id = id;
  }

  /** A member, signed in. */
  static async member(program: Program, email: string): Promise<Caller> {
    const { body } = await new Caller(program, '', '').post('/auth/login', { email, password });
    return new Caller(program, body.access_token, body.user.id);
  }

  /** A customer in the web chat; `id` is that of the conversation. */
  static async customer(program: Program, channel: string, name: string): Promise<Caller> {
    const { body } = await new Caller(program, '', '').post(`/chat/${channel}/sessions`, { name });
    return new Caller(program, body.token, body.conversation);
  }

  /** What a customer writes. */
  async says(text: string): Promise<void> {
    const { status } = await this.post('/chat/messages', { text });
    if (status !== 201) throw new Error(`the customer could not write: ${status}`);
  }

  get(path: string): Promise<Answer> {
    return this.#ask('GET', path);
  }

  post(path: string, body: object = {}): Promise<Answer> {
    return this.#ask('POST', path, body);
  }

  async #ask(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${this.#program.url}/api/v1${path}`, {
      method,
      headers: {
        ...(this.#token === '' ? {} : { Authorization: `Bearer ${this.#token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }
}
