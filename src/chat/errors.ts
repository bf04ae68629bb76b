/**
 * What can go wrong between us and the service, by what can be done about it:
 * `offline` no answer at all · `timeout` no answer in time · `unauthorized` the credentials are over ·
 * `gone` no such thing (any more) · `rejected` our request is wrong and stays wrong · `limited` too soon, see
 * `retryAfterMs` · `server` the service failed · `unreadable` an answer that cannot be decoded.
 */
export type ChatErrorKind =
  | 'offline'
  | 'timeout'
  | 'unauthorized'
  | 'gone'
  | 'rejected'
  | 'limited'
  | 'server'
  | 'unreadable';

export type ChatErrorFacts = {
  /** The wire's error code, such as `chat.error.conversation.state`. */
  code?: string | undefined;
  status?: number | undefined;
  retryAfterMs?: number | undefined;
  cause?: unknown;
};

/** The least wait before the next try, where a refusal names a shorter time. */
const leastWaitMs = 1_000;

/** How long to wait before asking again what was refused as too soon. Undefined for every other failure. */
export function waitAfter(error: unknown): number | undefined {
  if (!(error instanceof ChatError) || error.kind !== 'limited') return undefined;
  return Math.max(leastWaitMs, error.retryAfterMs ?? 2 * leastWaitMs);
}

/** A failure with a kind, without text for people: views turn kinds and codes into sentences. */
export class ChatError extends Error {
  override readonly name = 'ChatError';
  readonly kind: ChatErrorKind;
  readonly code: string | undefined;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(kind: ChatErrorKind, { code, status, retryAfterMs, cause }: ChatErrorFacts = {}) {
    super(code ?? kind, { cause });
    this.kind = kind;
    this.code = code;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }

  /** By name, since the chat's engine is a file of its own and contains this class a second time. */
  static override [Symbol.hasInstance](value: unknown): value is ChatError {
    return value instanceof Error && value.name === 'ChatError';
  }
}
