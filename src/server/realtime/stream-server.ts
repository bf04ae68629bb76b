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
import { channelStreamPath, guestStreamPath } from './paths.ts';
import { createUpgrade } from './upgrade.ts';

export type SocketCounts = { guests: number; channels: number; bufferedBytes: number; mostBufferedBytes: number };

/** The sockets of one process. */
export interface StreamServer {
  /** Answers this server's upgrades. */
  listen(server: Pick<Server, 'on'>): void;
  counts(): SocketCounts;
  /** Sends everybody away with 1012 and refuses whoever asks from now on; they come back to whoever starts next. */
  close(): void;
  /** Cuts every socket without a word, as a dying network would; also those that are not answered yet. */
  terminateAll(): void;
}

/** Guests say nothing but pings. */
const maxPayloadBytes = 4 * 1024;
/** A channel's client may list its topics. */
const maxChannelPayloadBytes = 64 * 1024;

export function createStreamServer(services: Services): StreamServer {
  const guests = createSocketServer(maxPayloadBytes);
  const channels = createSocketServer(maxChannelPayloadBytes);
  const connections = createGuestConnections();
  const keys = createKeyWatch(services);
  const sockets = () => [...guests.clients, ...channels.clients];
  // Node's server no longer counts them as its connections, yet waits for each of them when it closes.
  const upgrading = new Set<Duplex>();
  let isClosing = false;

  async function answer(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const asGuest = secretAfter(path, guestStreamPath);
    const asChannel = secretAfter(path, channelStreamPath);
    const upgrade = createUpgrade(asGuest ? guests : channels, request, { socket, head, mayOpen: () => !isClosing });
    try {
      if (isClosing) upgrade.reject(serviceUnavailable());
      // Answers what is wrong with it.
      else if (!upgrade.isHandshake) upgrade.acceptAndClose(1002, 'Not a handshake');
      else if (asGuest) await openGuestStream(services, { lines: connections, keys }, upgrade, asGuest);
      else if (asChannel) await openChannelStream(services, upgrade, asChannel);
      else upgrade.reject(new ApiError('not.found', 'There is no stream at this address.'));
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
  // What of a handshake is wrong is said in the platform's form as everything else is.
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

function secretAfter(path: string, prefix: string): string | undefined {
  const secret = path.startsWith(prefix) ? path.slice(prefix.length) : '';
  return secret === '' || secret.includes('/') ? undefined : secret;
}
