import ky, { HTTPError, type KyRequest, type Options } from 'ky';
import { ChatError, type ChatErrorKind } from '../chat/errors.ts';
import type { Clock } from '../environment/environment.ts';
import { toSendableText } from '../lib/visible-text.ts';

/**
 * Requests by ky 1.14.3: time-outs, the second try of a read, hooks and errors are ky's. What it does otherwise than one expects,
 * each with a test in `http-client-traps.test.ts` (4 in `http-client-floor.test.ts`):
 *
 * 1. Its time-out ends with the answer's head, and a body may stall for ever: `fetchWhole` reads the body inside `fetch`, so that
 *    each try has ten seconds in all, and a body that breaks half way is a failed try like any other.
 * 2. `.json()` makes `''` of an empty body, and with `parseJson` ky assigns to each answer, which throws where a page froze
 *    `Response.prototype`: the text is read and parsed here, under an `Accept` of our own.
 * 3. By default ky repeats after a lost connection, a 429 or a 503, and obeys `Retry-After` without a limit: `shouldRetry` decides.
 * 4. Where `AbortSignal.any` is missing (Chrome before 116, Firefox before 124, Safari before 17.4) ky aborts nothing, and a request
 *    that ran out of time goes on. There a signal of ours ends it.
 * 5. Its guards (`isHTTPError`) know errors by their names, too, which a page's own errors may have: `instanceof` here.
 * 6. Only an `HTTPError` passes `beforeError`, and must stay one: `toChatError` maps every error in one place behind ky.
 * 7. Its errors assign their `name`, which throws where a page froze `Error.prototype`: the build of the widget defines it instead.
 */
/** What an operation needs to be called: a row of the protocol's table fits. */
export type Operation = { method: string; path: string };

export type CallOptions = {
  /** Fills the braces of the path. */
  ids?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string | number | undefined>>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as a form, instead of a `body`. */
  form?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string | undefined>>;
  /** Lets the request outlive the page. */
  keepalive?: boolean;
};

export type HttpClientOptions = {
  /** Origin, and a path where the service lives below one; no slash at the end. */
  base: string;
  fetch: (request: Request) => Promise<Response> | Response;
  clock: Pick<Clock, 'now' | 'monotonicNow'>;
  /** Default: `omit`. */
  credentials?: RequestCredentials;
  /** For each try, with the body. Default: 10 s. */
  timeoutMs?: number;
};

export type Answer = { headers: Headers; body: unknown };

/** Calls one operation. Rejects with a `ChatError` and with nothing else. */
export type Call = (operation: Operation, options?: CallOptions) => Promise<Answer>;

export type HttpClient = {
  call: Call;
  /** Runs `listener` whenever the service answers 401, before the call rejects. Returns an unsubscribe function. */
  onUnauthorized(listener: () => void): () => void;
};

const longestWaitMs = 300_000;
/** A number of seconds, or else a date: a lone number is a date to some parsers. */
const seconds = /^\s*\d+(\.\d+)?\s*$/;
const date = /[a-z]/i;

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { base, fetch, clock, credentials = 'omit', timeoutMs = 10_000 } = options;
  const unauthorizedListeners = new Set<() => void>();
  const limits = createReadLimits(clock);

  const client = ky.create({
    prefixUrl: base,
    credentials,
    redirect: 'error',
    timeout: timeoutMs,
    fetch: (request) => fetchWhole(fetch, request as Request),
    headers: { Accept: 'application/json' },
    stringifyJson,
    // The caller decides on further tries; only a read that one hiccup spoilt is worth a second one at once.
    retry: { limit: 1, methods: ['get'], delay: () => 0, shouldRetry: ({ error }) => isHiccup(error) },
    hooks: {
      beforeRequest: [limits.refuseEarly],
      afterResponse: [
        (_request, _options, { status }) => {
          if (status === 401) for (const notify of [...unauthorizedListeners]) notify();
        },
      ],
    },
  });

  async function readAnswer(path: string, request: Options): Promise<Answer> {
    try {
      const pending = client(path, request);
      const text = await pending.text();
      return { headers: (await pending).headers, body: text ? parseJson(text) : undefined };
    } catch (error) {
      const chatError = await toChatError(error, clock.now());
      if (error instanceof HTTPError) limits.note(error.request, chatError);
      throw chatError;
    }
  }

  return {
    call: ({ method, path }, { ids, query, body, form, headers, keepalive = false } = {}) =>
      readAnswer(fillPath(path, ids), {
        method,
        keepalive,
        ...(headers && { headers: { ...headers } }),
        ...(query && { searchParams: { ...query } }),
        ...(body !== undefined && { json: body }),
        ...(form && { body: new URLSearchParams(form) }),
        ...(typeof AbortSignal.any !== 'function' && { signal: AbortSignal.timeout(timeoutMs) }),
      }),
    onUnauthorized(listener) {
      unauthorizedListeners.add(listener);
      return () => unauthorizedListeners.delete(listener);
    },
  };
}

/** Reads that were refused with a time: until then the same thing is not asked for again, whatever happens meanwhile. */
function createReadLimits(clock: HttpClientOptions['clock']) {
  const refused = new Map<string, { until: number; error: ChatError }>();
  const keyOf = ({ url }: KyRequest) => url.replace(/\?.*/, '');

  return {
    /** Throws what the service answered last, with what is left of the time. */
    refuseEarly(request: KyRequest): void {
      const key = keyOf(request);
      const { until = 0, error } = (request.method === 'GET' && refused.get(key)) || {};
      const retryAfterMs = until - clock.monotonicNow();
      if (error && retryAfterMs > 0) throw new ChatError('limited', { ...error, retryAfterMs, cause: error });
      refused.delete(key);
    },
    note(request: KyRequest, error: ChatError): void {
      if (request.method !== 'GET' || error.kind !== 'limited' || !error.retryAfterMs) return;
      refused.set(keyOf(request), { until: clock.monotonicNow() + error.retryAfterMs, error });
    },
  };
}

async function fetchWhole(fetch: HttpClientOptions['fetch'], request: Request): Promise<Response> {
  const answer = await fetch(request);
  return new Response((await answer.text()) || null, answer);
}

/** Without the slash at the start, which ky's prefix brings. */
function fillPath(path: string, ids: CallOptions['ids'] = {}): string {
  return path.slice(1).replace(/{(\w+)}/g, (_, name) => encodeURIComponent(ids[name] ?? ''));
}

function isHiccup(error: Error): boolean {
  return error instanceof HTTPError && kindOf(error.response.status) === 'server' && error.response.status !== 503;
}

async function toChatError(error: unknown, now: number): Promise<ChatError> {
  if (error instanceof ChatError) return error;
  if (error instanceof HTTPError) return toRefusal(error.response, now);
  const isTimeout = error instanceof Error && /^(Timeout|Abort)Error$/.test(error.name);
  return new ChatError(isTimeout ? 'timeout' : 'offline', { cause: error });
}

async function toRefusal(answer: Response, now: number): Promise<ChatError> {
  const { status, headers } = answer;
  const retryAfterMs = readRetryAfter(headers.get('retry-after'), now);
  // 503 with a date for the next try says as clearly as 429 that nothing was done.
  const kind = status === 503 && retryAfterMs !== undefined ? 'limited' : kindOf(status);
  const text = await answer.text();
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ChatError('unreadable', { cause });
  }
}

/** No text is refused for a character that no store can hold. */
function stringifyJson(body: unknown): string {
  return JSON.stringify(body, (_, value) => (typeof value === 'string' ? toSendableText(value) : value));
}
