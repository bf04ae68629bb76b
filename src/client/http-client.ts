import { ChatError, type ChatErrorKind } from '../chat/errors.ts';
import type { Clock } from '../environment/clock.ts';
import { toSendableText } from '../lib/visible-text.ts';

/** What an operation needs to be called: a row of the protocol's table fits. */
export type Operation = { method: string; path: string };

export type CallOptions = {
  /** Fills the braces of the path. */
  ids?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string | number | undefined>>;
  body?: unknown;
  headers?: Readonly<Record<string, string | undefined>>;
  /** Lets the request outlive the page. */
  keepalive?: boolean;
};

export type HttpOptions = {
  /** Origin, and a path where the service lives below one; no slash at the end. */
  base: string;
  fetch: (request: Request) => Promise<Response> | Response;
  clock: Clock;
  credentials?: RequestCredentials;
  timeoutMs?: number;
};

export type Answer = { headers: Headers; body: unknown };

/** Calls one operation. Rejects with a `ChatError` and with nothing else. */
export type Call = (operation: Operation, options?: CallOptions) => Promise<Answer>;

const longestWaitMs = 300_000;
/** A number of seconds, or else a date: a lone number is a date to some parsers. */
const seconds = /^\s*\d+(\.\d+)?\s*$/;
const date = /[a-z]/i;

export function createHttp({ base, fetch, clock, credentials = 'omit', timeoutMs = 10_000 }: HttpOptions): Call {
  /** Readings that were refused with a time: until then nobody asks again, whatever happens meanwhile. */
  const refused = new Map<string, { until: number; error: ChatError }>();

  async function readInTime({ method, path }: Operation, options: CallOptions = {}): Promise<Answer> {
    const key = fill(path, options.ids);
    const { until = 0, error } = refused.get(key) ?? {};
    const retryAfterMs = until - clock.monotonicNow();
    if (error && retryAfterMs > 0) throw new ChatError('limited', { ...error, retryAfterMs, cause: error });
    refused.delete(key);
    try {
      return await call({ method, path }, options);
    } catch (failure) {
      const { kind, retryAfterMs: waitMs } = failure as ChatError;
      if (kind === 'limited' && waitMs) {
        refused.set(key, { until: clock.monotonicNow() + waitMs, error: failure as ChatError });
      }
      throw failure;
    }
  }

  async function call({ method, path }: Operation, options: CallOptions = {}): Promise<Answer> {
    const { ids, query, body, headers, keepalive = false } = options;
    const signal = AbortSignal.timeout(timeoutMs);
    const asked: RequestInit = { method, credentials, redirect: 'error', keepalive, signal, headers: given(headers) };
    try {
      const request = new Request(`${base}${fill(path, ids)}?${new URLSearchParams(given(query))}`.replace(/\?$/, ''), {
        ...asked,
        ...(body !== undefined && { body: JSON.stringify(body, sendable) }),
      });
      if (body !== undefined) request.headers.set('Content-Type', 'application/json');
      const { text, answer } = await inTime(signal, read(request));
      if (!answer.ok) throw refusal(answer, text, clock.now());
      return { headers: answer.headers, body: text ? JSON.parse(text) : undefined };
    } catch (cause) {
      if (cause instanceof ChatError) throw cause;
      if (cause instanceof SyntaxError) throw new ChatError('unreadable', { cause });
      throw new ChatError(signal.aborted ? 'timeout' : 'offline', { cause });
    }
  }

  /** The text as well: a body that stalls runs out of time too. */
  async function read(request: Request) {
    const answer = await fetch(request);
    return { answer, text: await answer.text() };
  }

  return async (operation, options) => {
    if (operation.method !== 'GET') return call(operation, options);
    try {
      return await readInTime(operation, options);
    } catch (error) {
      // Whoever asks decides on further tries; only a reading that one hiccup spoilt is worth a second one at once.
      const isHiccup = error instanceof ChatError && error.kind === 'server' && error.status !== 503;
      if (!isHiccup) throw error;
      return readInTime(operation, options);
    }
  };
}

/** Also where a page's own `fetch` takes no notice of signals. */
function inTime<T>(signal: AbortSignal, task: Promise<T>): Promise<T> {
  const tooLate = new Promise<never>((_, reject) => {
    signal.onabort = () => reject(signal.reason);
  });
  return Promise.race([task, tooLate]);
}

function fill(path: string, ids: CallOptions['ids'] = {}): string {
  return path.replace(/{(\w+)}/g, (_, name) => encodeURIComponent(ids[name] ?? ''));
}

/** What has a value, as text. */
function given(record: Readonly<Record<string, string | number | undefined>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) => (value === undefined ? [] : [[name, `${value}`]])),
  );
}

function refusal({ status, headers }: Response, text: string, now: number): ChatError {
  const retryAfterMs = readRetryAfter(headers.get('retry-after'), now);
  // 503 with a date for the next try says as clearly as 429 that nothing was done.
  const kind = status === 503 && retryAfterMs !== undefined ? 'limited' : kindOf(status);
  return new ChatError(kind, { status, retryAfterMs, code: readCode(text), cause: text });
}

function kindOf(status: number): ChatErrorKind {
  if (status === 401) return 'unauthorized';
  if (status === 404 || status === 410) return 'gone';
  if (status === 408) return 'timeout';
  if (status === 429) return 'limited';
  return status < 500 ? 'rejected' : 'server';
}

function readRetryAfter(value: string | null, now: number): number | undefined {
  if (!value) return undefined;
  const waitMs = seconds.test(value) ? +value * 1000 : date.test(value) ? Date.parse(value) - now : Number.NaN;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), longestWaitMs);
}

function readCode(text: string): string | undefined {
  try {
    const { code } = JSON.parse(text);
    return typeof code === 'string' ? code : undefined;
  } catch {
    // A proxy's page instead of the service's error body: the status has to do.
    return undefined;
  }
}

/** No text is refused for a character that no store can hold. */
const sendable = (_: string, value: unknown) => (typeof value === 'string' ? toSendableText(value) : value);
