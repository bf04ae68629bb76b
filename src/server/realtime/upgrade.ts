import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';
import { type ApiError, serviceUnavailable } from '../core/api-error.ts';
import { writeRawResponse } from '../core/write-raw-response.ts';

/** A request for a socket, which is answered once. */
export interface Upgrade {
  readonly origin: string | undefined;
  /** The Host header. */
  readonly host: string | undefined;
  /** Whether the handshake is valid, so that `accept` can succeed. */
  readonly isHandshake: boolean;
  /** Answers 101; undefined where the client has disconnected, the handshake is wrong, or the service stops. */
  accept(): WebSocket | undefined;
  /** Accepts and closes with a code, which is the only reason that a page's script can read. */
  acceptAndClose(code: number, reason: string): void;
  /** Answers with the platform's error body; closes a socket that is already accepted with 1011. */
  reject(error: ApiError): void;
}

export function createUpgrade(
  server: WebSocketServer,
  request: IncomingMessage,
  { socket, head, mayOpen }: { socket: Duplex; head: Buffer; mayOpen: () => boolean },
): Upgrade {
  let accepted: WebSocket | undefined;

  function accept(): WebSocket | undefined {
    if (!mayOpen()) {
      writeRawResponse(socket, serviceUnavailable());
      return undefined;
    }
    server.handleUpgrade(request, socket, head, (webSocket) => {
      accepted = webSocket;
    });
    return accepted;
  }

  return {
    origin: request.headers.origin,
    host: request.headers.host,
    isHandshake: isHandshake(request),
    accept,
    acceptAndClose(code, reason) {
      const opened = accept();
      opened?.on('error', () => {});
      opened?.close(code, reason);
    },
    reject(error) {
      if (accepted) accepted.close(1011, 'Something went wrong');
      else writeRawResponse(socket, error);
    },
  };
}

function isHandshake({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    /^[+/0-9A-Za-z]{22}==$/.test(headers['sec-websocket-key'] ?? '') &&
    ['8', '13'].includes(headers['sec-websocket-version'] ?? '')
  );
}
