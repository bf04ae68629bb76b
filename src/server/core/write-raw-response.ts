import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApiError } from './api-error.ts';

/** A client that has read its rejection and leaves its side open holds the connection for so long. */
const lingerMs = 2_000;

/** Answers with the platform's error body where there is a socket and no response yet, and ends the connection. */
export function writeRawResponse(socket: Duplex, error: ApiError): void {
  const contextId = randomUUID();
  const body = JSON.stringify(error.toBody(contextId));
  const { retryAfterSeconds, headers = {} } = error.options;
  socket.end(
    [
      `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? ''}`,
      'Connection: close',
      'Content-Type: application/json; charset=UTF-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `ININ-Correlation-Id: ${contextId}`,
      ...(retryAfterSeconds === undefined ? [] : [`Retry-After: ${retryAfterSeconds}`]),
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      '',
      body,
    ].join('\r\n'),
  );
  // Unread, the client's end would never be seen.
  socket.resume();
  const linger = setTimeout(() => socket.destroy(), lingerMs).unref();
  socket.once('close', () => clearTimeout(linger));
}
