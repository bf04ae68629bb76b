import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { ApiError } from '../core/api-error.ts';

/** Where anybody may try a password or the secret of a link. */
const paths = new Set(['/api/v2/console/session', '/api/v2/console/invitation']);
/** As many as may hash and wait to (`auth/password-hashing.ts`). */
const maxConcurrent = 18;
const retryAfterSeconds = 2;

/**
 * Lets so many attempts at credentials in at once and answers 503 to more, before anything is read or looked up: a
 * flood of them must not stand between a visitor and the service.
 */
export function limitCredentialRequests(listener: RequestListener): RequestListener {
  let running = 0;
  return (request, response) => {
    if (request.method !== 'POST' || !paths.has(request.url ?? '')) return listener(request, response);
    if (running >= maxConcurrent) return rejectRequest(request, response);
    running++;
    response.once('close', () => {
      running--;
    });
    listener(request, response);
  };
}

function rejectRequest(request: IncomingMessage, response: ServerResponse): void {
  const contextId = randomUUID();
  const error = new ApiError('service.unavailable', 'Too many people are signing in right now. Try again in a moment.');
  request.resume();
  response
    .writeHead(error.status, {
      'Content-Type': 'application/json; charset=UTF-8',
      'Cache-Control': 'no-store',
      'ININ-Correlation-Id': contextId,
      'Retry-After': String(retryAfterSeconds),
    })
    .end(JSON.stringify(error.toBody(contextId)));
}
