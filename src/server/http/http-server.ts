import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener, RequestError } from '@hono/node-server';
import type { Hono } from 'hono';
import { ApiError } from '../core/api-error.ts';
import { writeRawResponse } from '../core/write-raw-response.ts';
import type { Services } from '../services/services.ts';
import { limitCredentialRequests } from './credential-gate.ts';

/** How long a slow or silent client may hold a connection. */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  // Longer than common load balancers keep an idle connection (60 s), so that they close it first.
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 8 * 1024,
};

/** Puts the app behind Node's server. Invalid or oversized requests are also answered with the platform's error body. */
export function createHttpServer(app: Pick<Hono, 'fetch'>, { log }: Pick<Services, 'log'>): Server {
  const listener = getRequestListener(app.fetch, {
    errorHandler(thrown) {
      if (thrown instanceof RequestError) return responseTo(unreadable());
      log.error({ err: thrown }, 'A request met a bug');
      return responseTo(new ApiError('internal.server.error', 'Something went wrong on our side.'));
    },
  });
  const server = createServer(
    { ...limits, requireHostHeader: false, shouldUpgradeCallback: isForSocket },
    limitCredentialRequests(listener),
  );
  server.on('clientError', (cause: NodeJS.ErrnoException, socket: Duplex) => {
    if (socket.writable && cause.code !== 'ECONNRESET') writeRawResponse(socket, errorOf(cause));
    else socket.destroy();
  });
  return server;
}

/** Other upgrades are ignored: HTTP libraries that offer `h2c` by default expect a plain answer. */
function isForSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

function errorOf({ code }: NodeJS.ErrnoException): ApiError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new ApiError('request.entity.too.large', `Headers may have ${limits.maxHeaderSize} bytes.`);
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new ApiError('client.timeout', 'The request did not arrive in time.');
    default:
      return unreadable();
  }
}

const unreadable = () => new ApiError('bad.request', 'This is no request that can be read.');

function responseTo(error: ApiError): Response {
  const contextId = randomUUID();
  return Response.json(error.toBody(contextId), {
    status: error.status,
    headers: { 'ININ-Correlation-Id': contextId, 'Cache-Control': 'no-store' },
  });
}
