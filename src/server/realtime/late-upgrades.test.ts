import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { createGuest } from '../../testing/harness/test-guest.ts';
import { until } from '../../testing/harness/until.ts';
import { withinLimit } from '../../testing/harness/within-limit.ts';
import { createApp } from '../app.ts';
import { createConsoleSessions } from '../http/console-sessions.ts';
import { createHttpServer } from '../http/http-server.ts';
import type { Services } from '../services/services.ts';
import { stopServing } from './stop-serving.ts';
import { createStreamServer, type StreamServer } from './stream-server.ts';

let store: InProcessServer;
beforeAll(async () => {
  store = await startInProcessServer();
});
afterAll(async () => {
  expect(store.bugs).toEqual([]);
  await store.stop();
});

let http: Server;
let streams: StreamServer;
let sockets: Socket[];
/** Operations that have begun and may not end yet. */
let held: string[];
let release: () => void;

/** The service on a port of its own, whose store holds back what begins an event stream until `release`. */
beforeEach(async () => {
  sockets = [];
  held = [];
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const run = store.services.storage.run.bind(store.services.storage) as (name: string, args: unknown) => unknown;
  const storage = {
    ...store.services.storage,
    async run(name: string, args: unknown) {
      const outcome = await run(name, args);
      if (name !== 'attachGuest' && name !== 'openChannel') return outcome;
      held.push(name);
      await released;
      return outcome;
    },
  };
  const services = { ...store.services, storage } as Services;
  http = createHttpServer(createApp({ services, sessions: createConsoleSessions(services) }), services);
  streams = createStreamServer(services);
  streams.listen(http);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  release();
  for (const socket of sockets) socket.destroy();
  await stopServing({ server: http, streams, drainMs: 0 });
});

const handshake = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

/** A connection of a client that never ends one by itself, and all it has read. */
async function dial(): Promise<{ socket: Socket; read(): string; ask(path: string): void }> {
  const socket = connect({ port: (http.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true });
  sockets.push(socket);
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  socket.on('error', () => {});
  await once(socket, 'connect');
  return {
    socket,
    read: () => text,
    ask: (path) => void socket.write([`GET ${path} HTTP/1.1`, 'Host: localhost', ...handshake, '', ''].join('\r\n')),
  };
}

const pathOf = (uri: string) => new URL(uri).pathname;
const guestPath = async () => pathOf((await createGuest(store)).eventStreamUri);
const channelPath = async () => {
  const made = await store.agent.call('POST', '/api/v2/notifications/channels');
  return pathOf((made.body as { connectUri: string }).connectUri);
};
const stopped = (farewellMs: number) =>
  withinLimit('the service to stop', stopServing({ server: http, streams, drainMs: farewellMs }), 5_000);

test.each([
  ['a guest', 'attachGuest', guestPath],
  ['an agent', 'openChannel', channelPath],
])('the stream of %s that is answered after the cut holds no stop up [T1]', async (_, operation, path) => {
  const client = await dial();
  client.ask(await path());
  await until(() => held.includes(operation), operation);

  const stopping = stopped(0);
  await until(() => !http.listening, 'the end of listening');
  release();

  await stopping;
  expect(streams.counts()).toMatchObject({ guests: 0, channels: 0 });
  expect(client.read()).not.toContain('101 Switching Protocols');
});

test('a stream that is answered while the others say goodbye is refused [T1]', async () => {
  const client = await dial();
  client.ask(await guestPath());
  await until(() => held.length > 0, 'the attach');

  const stopping = stopped(3_000);
  release();

  await until(() => client.read().includes('\r\n\r\n'), 'an answer');
  expect(client.read()).toMatch(/^HTTP\/1\.1 503 .*Retry-After: 1.*"code":"service\.unavailable"/s);
  await stopping;
});

test('an upgrade that arrives after the stop began is refused [T1]', async () => {
  const client = await dial();
  client.socket.write(`GET ${await guestPath()} HTTP/1.1\r\nHost: local`);
  await until(async () => (await countConnections()) > 0, 'the connection');

  const stopping = stopped(3_000);
  client.socket.write(`host\r\n${handshake.join('\r\n')}\r\n\r\n`);

  await until(() => client.read().includes('HTTP/1.1 503'), 'a rejection');
  expect(held).toEqual([]);
  await stopping;
});

test('a refused client that leaves its side open holds no stop up [T1]', async () => {
  const client = await dial();
  client.ask('/api/v2/streams/none');
  await until(() => client.read().includes('404'), 'the rejection');

  await stopped(0);

  expect(client.socket.readableEnded).toBe(true);
});

test('a refused client that leaves its side open is let go by itself [T1]', async () => {
  const client = await dial();
  client.ask('/api/v2/streams/none');

  await until(() => client.socket.readableEnded, 'the rejection');
  await until(async () => (await countConnections()) === 0, 'the end of the connection');
});

test('a socket that never answers the goodbye is cut [T1]', async () => {
  release();
  const client = await dial();
  client.ask(await guestPath());
  await until(() => client.read().includes('101 Switching Protocols'), 'the stream');

  await stopped(50);

  await until(() => streams.counts().guests === 0, 'no stream left');
});

function countConnections(): Promise<number> {
  return new Promise((resolve, reject) => {
    http.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}
