import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';
import { type ApiError, serviceUnavailable } from '../core/api-error.ts';
import { writeRawResponse } from '../core/write-raw-response.ts';

/** A request to become a socket, to be answered once. */
export interface Upgrade {
  readonly origin: string | undefined;
  /** The host it was sent to. */
  readonly host: string | undefined;
  /** Whether `accept` can work: nothing should be done for a handshake that cannot end well. */
  readonly isHandshake: boolean;
  /** Writes the 101; `undefined` when the other side is gone, asked wrongly, or the service stops. */
  accept(): WebSocket | undefined;
  /** Accepts only to close with a code: the one way to tell a browser why. */
  acceptAndClose(code: number, reason: string): void;
  /** Answers with the platform's error body; on a socket that was accepted already, closes it with 1011. */
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
