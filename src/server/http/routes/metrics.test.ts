import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeCapacity } from '../../../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../../../testing/harness/in-process-server.ts';
import { createConnectedChat, createGuest } from '../../../testing/harness/test-guest.ts';
import { withinLimit } from '../../../testing/harness/within-limit.ts';
import { createApp } from '../../app.ts';
import { createConsoleSessions } from '../console-sessions.ts';
import { createHttpServer } from '../http-server.ts';
import { createMetrics } from '../metrics.ts';

const secret = 'a-token-that-only-the-operator-knows';

let server: InProcessServer;
beforeAll(async () => {
  server = await startInProcessServer();
});
afterAll(() => server.stop());

/** The same service with metrics, on a port of its own. */
async function serve(token: string | undefined) {
  const { services } = server;
  const streams = { counts: () => ({ guests: 3, channels: 1, bufferedBytes: 70, mostBufferedBytes: 50 }) };
  const metrics = createMetrics({ storage: services.storage, streams });
  const timed = { ...services, storage: metrics.timed(services.storage) };
  const app = createApp({ services: timed, sessions: createConsoleSessions(timed), metrics: { metrics, token } });
  const http = createHttpServer(app, timed);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const read = (headers: Record<string, string> = {}) =>
    new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      get({ host: '127.0.0.1', port, path: '/metrics', headers, agent: false }, async (answer) => {
        resolve({ status: answer.statusCode, body: await text(answer) });
      }).on('error', reject);
    });
  async function stop() {
    const closed = new Promise((resolve) => http.close(resolve));
    http.closeAllConnections();
    await withinLimit('the service with metrics to close', closed);
  }
  return { app, read, stop };
}

test('it counts sockets, chats, commits and error answers, and holds no data of people', async () => {
  const { app, read, stop } = await serve(undefined);
  const { guest } = await createConnectedChat(server, {
    memberInfo: { displayName: 'Canary', email: 'canary@bird.example' },
  });
  const path = `http://localhost/api/v2/webchat/guest/conversations/${guest.id}`;
  await app.fetch(new Request(`${path}/messages`));
  const body = JSON.stringify({ body: 'a canary sings' });
  const headers = { Authorization: `Bearer ${guest.jwt}`, 'Content-Type': 'application/json' };
  await app.fetch(new Request(`${path}/members/${guest.memberId}/messages`, { method: 'POST', headers, body }));

  const { status, body: texts } = await read();

  expect(status).toBe(200);
  expect(texts).toContain('porchlight_sockets{kind="guest"} 3');
  expect(texts).toContain('porchlight_socket_buffered_bytes{of="slowest"} 50');
  expect(texts).toContain('porchlight_chats{state="connected"} 1');
  expect(texts).toContain('porchlight_refusals_total{code="authentication.required"} 1');
  expect(texts).toContain('porchlight_store_seconds_count{operation="sendMessage",outcome="done"} 1');
  for (const own of [guest.id, guest.memberId, /canary/i]) expect(texts).not.toMatch(own);
  await stop();
});

test.each<Record<string, string>>([
  {},
  // What a stock nginx beside us sends of a request from anywhere.
  { Host: '127.0.0.1:8080', Connection: 'close' },
  { Authorization: 'Bearer wrong' },
  { Authorization: 'Bearer' },
  { Authorization: `Basic ${secret}` },
])('without its token it cannot be read, from this machine or through a proxy on it: %j [S2]', async (headers) => {
  const { read, stop } = await serve(secret);

  const { status, body } = await read(headers);

  expect(status).toBe(401);
  expect(body).toContain('metrics-token');
  expect(body).not.toContain('porchlight_');
  await stop();
});

test('with its token it is read from anywhere', async () => {
  const { read, stop } = await serve(secret);

  const headers = { Authorization: `Bearer ${secret}`, Host: 'chat.example.com', 'X-Forwarded-For': '192.0.2.7' };
  expect((await read(headers)).status).toBe(200);
  await stop();
});

test('where it is opened it needs no token', async () => {
  const { read, stop } = await serve(undefined);

  expect((await read({ Host: 'chat.example.com', 'X-Forwarded-For': '192.0.2.7' })).status).toBe(200);
  await stop();
});

test('a waiting chat counts as waiting', async () => {
  const { services } = server;
  const before = await services.storage.run('countChats', undefined);
  await changeCapacity(server, 0);
  const guest = await createGuest(server);
  await guest.attach();

  expect(await services.storage.run('countChats', undefined)).toEqual({ ...before, waiting: before.waiting + 1 });
});
