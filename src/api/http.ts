import ky, { HTTPError, TimeoutError } from 'ky';
import { ChatError, type ChatErrorKind } from '../chat/chat-error.ts';
import type { Clock } from '../platform/clock.ts';

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

export function createHttp({ base, fetch, clock, credentials = 'omit', timeoutMs = 10_000 }: HttpOptions): Call {
  const http = ky.create({
    // ky's timeout ends with the headers. With the text read in here, a body that stalls runs into it as well.
    fetch: async (input) => {
      const answer = await fetch(new Request(input));
      return new Response((await answer.text()) || null, answer);
    },
    credentials,
    redirect: 'error',
    timeout: timeoutMs,
    // Whoever asks decides on further tries; only a reading that one hiccup spoilt is worth a second one at once.
    retry: { limit: 1, methods: ['get'], statusCodes: [500, 502, 504] },
  });
  return async (operation, options = {}) => {
    try {
      const answer = await http(base + fill(operation.path, options.ids), {
        method: operation.method,
        searchParams: options.query ?? {},
        headers: options.headers ?? {},
        keepalive: options.keepalive ?? false,
        ...(options.body === undefined ? {} : { json: options.body }),
      });
      const text = await answer.text();
      return { headers: answer.headers, body: text ? JSON.parse(text) : undefined };
    } catch (cause) {
      throw await asChatError(cause, clock.now());
    }
  };
}

function fill(path: string, ids: CallOptions['ids'] = {}): string {
  return path.replace(/{(\w+)}/g, (_, name) => encodeURIComponent(ids[name] ?? ''));
}

async function asChatError(cause: unknown, now: number): Promise<ChatError> {
  if (cause instanceof SyntaxError) return new ChatError('unreadable', { cause });
  if (cause instanceof TimeoutError) return new ChatError('timeout', { cause });
  if (!(cause instanceof HTTPError)) return new ChatError('offline', { cause });
  const { status, headers } = cause.response;
  const retryAfterMs = readRetryAfter(headers.get('retry-after'), now);
  // 503 with a date for the next try says as clearly as 429 that nothing was done.
  const kind = status === 503 && retryAfterMs !== undefined ? 'limited' : kindOf(status);
  return new ChatError(kind, { status, retryAfterMs, cause, code: await readCode(cause.response) });
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
  const waitMs = /^\d+$/.test(value) ? +value * 1000 : Date.parse(value) - now;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), longestWaitMs);
}

async function readCode(response: Response): Promise<string | undefined> {
  try {
    const { code } = JSON.parse(await response.text());
    return typeof code === 'string' ? code : undefined;
  } catch {
    // A proxy's page instead of the service's error body: the status has to do.
    return undefined;
  }
}
