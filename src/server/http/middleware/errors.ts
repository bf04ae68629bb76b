import { randomUUID } from 'node:crypto';
import type { Context, ErrorHandler, Hono, MiddlewareHandler, NotFoundHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Logger } from 'pino';
import type { ErrorCode } from '../../../protocol/error-codes.ts';
import { ApiError } from '../../core/api-error.ts';

/** Gives every API answer a correlation id, which is the `contextId` of an error body, and forbids caching it. */
export const correlate: MiddlewareHandler = createMiddleware(async (c, next) => {
  c.header('ININ-Correlation-Id', randomUUID());
  c.header('Cache-Control', 'no-cache, no-store, must-revalidate');
  c.header('X-Content-Type-Options', 'nosniff');
  await next();
});

/** Turns a thrown error into the platform's error body. A bug is logged and answered with 500, without its text. */
export function errorHandler(log: Pick<Logger, 'error'>, onError: (code: ErrorCode) => void = () => {}): ErrorHandler {
  return (thrown, c) => {
    onError(thrown instanceof ApiError ? thrown.code : 'internal.server.error');
    if (thrown instanceof ApiError) return reply(c, thrown);
    const contextId = contextIdOf(c);
    log.error({ contextId, method: c.req.method, route: c.req.routePath, err: thrown }, 'A request met a bug');
    return reply(c, new ApiError('internal.server.error', 'Something went wrong on our side.'));
  };
}

/** 404 for unknown addresses, 405 with `Allow` for known ones with another method. */
export function notFoundHandler(app: Hono): NotFoundHandler {
  return (c) => {
    const methods = allowedMethods(app, c.req.path);
    // A route that takes this method and still has no answer has no such file.
    const isOtherwiseKnown = methods.length > 0 && !methods.includes(c.req.method === 'HEAD' ? 'GET' : c.req.method);
    if (!isOtherwiseKnown) return reply(c, new ApiError('not.found', 'There is nothing at this address.'));
    const headers = { Allow: methods.join(', ') };
    return reply(c, new ApiError('method.not.allowed', 'This address takes other methods.', { headers }));
  };
}

function reply(c: Context, error: ApiError): Response {
  const { headers = {}, retryAfterSeconds } = error.options;
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  if (retryAfterSeconds !== undefined) c.header('Retry-After', String(Math.ceil(retryAfterSeconds)));
  const contextId = contextIdOf(c);
  c.header('ININ-Correlation-Id', contextId);
  c.header('Cache-Control', 'no-cache, no-store, must-revalidate');
  return new Response(JSON.stringify(error.toBody(contextId)), {
    status: error.status,
    headers: { ...Object.fromEntries(c.res.headers), 'Content-Type': 'application/json; charset=UTF-8' },
  });
}

function contextIdOf(c: Context): string {
  return c.res.headers.get('ININ-Correlation-Id') ?? randomUUID();
}

function allowedMethods(app: Hono, path: string): string[] {
  const methods = app.routes
    .filter(({ method, path: pattern }) => method !== 'ALL' && !pattern.endsWith('*') && matches(pattern, path))
    .map(({ method }) => method);
  return [...new Set(methods)].sort();
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  return wanted.length === given.length && wanted.every((part, index) => part.startsWith(':') || part === given[index]);
}
