import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApiError } from './api-error.ts';

/** How long a client that leaves its side open after the answer may hold the connection. */
const lingerMs = 2_000;

/** Writes an error answer straight to a socket for which there is no response object, and ends the connection. */
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
  // The end of the client's side is noticed only while its data is read.
  socket.resume();
  const linger = setTimeout(() => socket.destroy(), lingerMs).unref();
  socket.once('close', () => clearTimeout(linger));
}
