import type { ProblemBody } from '../wire/types';
import { Problem } from './problem';

/** Who gives the bearer token, and renews it when the server takes it no more. */
export interface Bearer {
  token(): string | null;
  /** Answers whether there is a token again. Many callers at once cause one renewal. */
  renew(spent: string | null): Promise<boolean>;
}

export interface RequestOptions {
  body?: unknown;
  /** Makes a repetition of the same command harmless. */
  key?: string;
  signal?: AbortSignal;
  /** Lets the request outlive the page. */
  keepalive?: boolean;
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * The server's HTTP API: JSON in and out, the bearer token, and every failure as a Problem. Whoever asks for a T trusts
 * the contract for it.
 */
export class Api {
  readonly #base: string;
  readonly #fetch: Fetch;
  readonly #bearer: Bearer;

  constructor(base: string, fetch: Fetch, bearer: Bearer) {
    this.#base = base;
    this.#fetch = fetch;
    this.#bearer = bearer;
  }

  /** One request as the signed-in user. A token that ran out is renewed once; then the request is sent again. */
  async request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    const token = this.#bearer.token();
    try {
      return await this.#once<T>(method, path, options, token);
    } catch (thrown) {
      const unauthenticated = thrown instanceof Problem && thrown.code === 'unauthenticated';
      if (!unauthenticated || !(await this.#bearer.renew(token))) throw thrown;
      return this.#once<T>(method, path, options, this.#bearer.token());
    }
  }

  get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return this.request<T>('GET', path, signal ? { signal } : {});
  }

  /** One request without a token: signing in and out. */
  open<T>(method: string, path: string, body?: unknown): Promise<T> {
    return this.#once<T>(method, path, { body: body ?? {} }, null);
  }

  async #once<T>(method: string, path: string, options: RequestOptions, token: string | null): Promise<T> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (token !== null) headers['Authorization'] = `Bearer ${token}`;
    if (options.key !== undefined) headers['Idempotency-Key'] = options.key;
    const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store' };
    if (options.body !== undefined) {
      headers['Content-Type'] = 'application/json';
      init.body = JSON.stringify(options.body);
    }
    if (options.signal) init.signal = options.signal;
    if (options.keepalive) init.keepalive = true;

    let response: Response;
    let text: string;
    try {
      response = await this.#fetch(`${this.#base}/api/v1${path}`, init);
      text = await response.text();
    } catch (thrown) {
      throw new Problem({ code: 'network', detail: thrown instanceof Error ? thrown.message : '' });
    }
    if (!response.ok) throw problemFrom(response, text);
    const body: T = text === '' ? null : JSON.parse(text);
    return body;
  }
}

function problemFrom(response: Response, text: string): Problem {
  const header = Number(response.headers.get('Retry-After') ?? Number.NaN);
  const retryAfter = Number.isFinite(header) ? header : null;
  try {
    const body: Partial<ProblemBody> = JSON.parse(text);
    if (typeof body.code === 'string') return new Problem({ ...body, code: body.code, status: response.status }, retryAfter);
  } catch {
    // A proxy's own page stands where the server's words should.
  }
  return new Problem({ code: response.status >= 500 ? 'unavailable' : 'malformed', status: response.status }, retryAfter);
}
