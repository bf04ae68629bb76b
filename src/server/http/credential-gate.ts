import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { ApiError } from '../core/api-error.ts';

/** Addresses that check a password or a link's secret without a session. */
const paths = new Set(['/api/v2/console/session', '/api/v2/console/invitation']);
/** The number of hashes that run and wait at most (`auth/password-hashing.ts`). */
const maxConcurrent = 18;
const retryAfterSeconds = 2;

/**
 * Limits the attempts at credentials that run at once and answers further ones with 503 before anything is read, so that
 * a flood of them does not slow down visitors.
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
