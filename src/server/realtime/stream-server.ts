import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { ApiError, serviceUnavailable } from '../core/api-error.ts';
import { writeRawResponse } from '../core/write-raw-response.ts';
import type { Services } from '../services/services.ts';
import { openChannelStream } from './channel-stream.ts';
import { systemFrame } from './frames.ts';
import { createGuestConnections } from './guest-connections.ts';
import { openGuestStream } from './guest-stream.ts';
import { createKeyWatch } from './key-watch.ts';
import { parseStreamPath } from './stream-paths.ts';
import { createUpgrade } from './upgrade.ts';

export type SocketCounts = { guests: number; channels: number; bufferedBytes: number; mostBufferedBytes: number };

/** The sockets of one process. */
export interface StreamServer {
  /** Handles this server's upgrade requests. */
  listen(server: Pick<Server, 'on'>): void;
  counts(): SocketCounts;
  /** Closes every socket with 1012, after which clients reconnect, and rejects new ones. */
  close(): void;
  /** Terminates every socket without a closing handshake; also those whose upgrade is not answered yet. */
  terminateAll(): void;
}

/** Guests send only pings. */
const maxPayloadBytes = 4 * 1024;
/** A channel's client may send a list of topics. */
const maxChannelPayloadBytes = 64 * 1024;

export function createStreamServer(services: Services): StreamServer {
  const guests = createSocketServer(maxPayloadBytes);
  const channels = createSocketServer(maxChannelPayloadBytes);
  const connections = createGuestConnections();
  const keys = createKeyWatch(services);
  const sockets = () => [...guests.clients, ...channels.clients];
  // Node's server no longer counts these as its connections, but waits for each of them when it closes.
  const upgrading = new Set<Duplex>();
  let isClosing = false;

  async function answer(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const stream = parseStreamPath(path);
    const sockets = stream?.kind === 'guest' ? guests : channels;
    const upgrade = createUpgrade(sockets, request, { socket, head, mayOpen: () => !isClosing });
    try {
      if (isClosing) upgrade.reject(serviceUnavailable());
      // `ws` answers what is wrong with the handshake.
      else if (!upgrade.isHandshake) upgrade.acceptAndClose(1002, 'Not a handshake');
      else if (!stream) upgrade.reject(new ApiError('not.found', 'There is no stream at this address.'));
      else if (stream.kind === 'guest') await openGuestStream(services, { connections, keys }, upgrade, stream.token);
      else await openChannelStream(services, upgrade, stream.secret);
    } catch (thrown) {
      if (thrown instanceof ApiError) return upgrade.reject(thrown);
      services.log.error({ err: thrown }, 'A stream met a bug');
      upgrade.reject(new ApiError('internal.server.error', 'Something went wrong on our side.'));
    }
  }

  return {
    listen(server) {
      server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        socket.on('error', () => socket.destroy());
        upgrading.add(socket);
        socket.on('close', () => upgrading.delete(socket));
        void answer(request, socket, head);
      });
    },
    counts() {
      const buffered = sockets().map(({ bufferedAmount }) => bufferedAmount);
      return {
        guests: guests.clients.size,
        channels: channels.clients.size,
        bufferedBytes: buffered.reduce((sum, bytes) => sum + bytes, 0),
        mostBufferedBytes: buffered.reduce((most, bytes) => Math.max(most, bytes), 0),
      };
    },
    close() {
      isClosing = true;
      for (const socket of channels.clients) socket.send(systemFrame('socket_closing', {}));
      for (const socket of sockets()) socket.close(1012, 'The service restarts');
    },
    terminateAll() {
      for (const socket of sockets()) socket.terminate();
      for (const socket of upgrading) socket.destroy();
    },
  };
}

function createSocketServer(maxPayload: number): WebSocketServer {
  const server = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false });
  // A wrong handshake is answered with the platform's error body.
  server.on('wsClientError', ({ message }, socket, { method }) =>
    writeRawResponse(socket, handshakeError(message, method)),
  );
  return server;
}

function handshakeError(message: string, method: string | undefined): ApiError {
  return method === 'GET'
    ? new ApiError('bad.request', `${message}.`, { headers: { 'Sec-WebSocket-Version': '13, 8' } })
    : new ApiError('method.not.allowed', `${message}.`, { headers: { Allow: 'GET' } });
}
