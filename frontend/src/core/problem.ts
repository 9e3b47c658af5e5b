import type { Conversation, Event, Holder, ProblemBody, ProblemCode } from '../wire/types';

/** What went wrong: a code of the contract, or `network` where no answer came at all. */
export type FaultCode = ProblemCode | 'network';

/** A refusal or fault, told apart by its code and never by its words. */
export class Problem extends Error {
  readonly code: FaultCode;
  readonly status: number;
  readonly detail: string;
  readonly holder: Holder | null;
  readonly last_seq: number | null;
  readonly missed: readonly Event[];
  readonly conversation: Conversation | null;
  /** Seconds until it makes sense to try again; null: not said. */
  readonly retry_after: number | null;

  constructor(body: Partial<Omit<ProblemBody, 'code'>> & { code: FaultCode }, retryAfter: number | null = null) {
    super(body.detail ?? body.code);
    this.name = 'Problem';
    this.code = body.code;
    this.status = body.status ?? 0;
    this.detail = body.detail ?? '';
    this.holder = body.holder ?? null;
    this.last_seq = body.last_seq ?? null;
    this.missed = body.missed ?? [];
    this.conversation = body.conversation ?? null;
    this.retry_after = retryAfter;
  }

  /** Nothing was recorded, or nobody knows: sending the same again, with the same key, is safe and may help. */
  get transient(): boolean {
    return this.code === 'network' || this.code === 'unavailable';
  }
}

/** The problem in whatever was thrown. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new Problem({ code: 'network', detail });
}
