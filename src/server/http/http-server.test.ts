import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';

let server: InProcessServer;
beforeAll(async () => {
  server = await startInProcessServer();
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.stop();
});

/** What comes back for these bytes until the connection ends. */
async function answerTo(bytes: string): Promise<{ status: number; body: unknown }> {
  const socket = connect(Number(new URL(server.origin).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(bytes);
  const answer = await text(socket);
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  const json = /chunked/i.test(head) ? body.replace(/^[0-9a-f]+\r\n|\r\n0$/g, '') : body;
  return { status: Number(head.split(' ')[1]), body: JSON.parse(json) };
}

const get = (...headers: string[]) => ['GET /healthz HTTP/1.1', ...headers, 'Connection: close', '', ''].join('\r\n');

test('an idle connection stays open for longer than load balancers keep it', async () => {
  const answer = await fetch(`${server.origin}/healthz`);

  expect(Number(/timeout=(\d+)/.exec(answer.headers.get('Keep-Alive') ?? '')?.[1])).toBeGreaterThan(60);
});

test.each([
  ['no HTTP', 'hello\r\n\r\n', 400, 'bad.request'],
  ['a method nobody knows', 'BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n', 400, 'bad.request'],
  ['no host', get(), 400, 'bad.request'],
  ['a host that is none', get('Host: a b'), 400, 'bad.request'],
  ['two lengths', get('Host: localhost', 'Content-Length: 3', 'Transfer-Encoding: chunked'), 400, 'bad.request'],
  ['endless headers', get('Host: localhost', `X: ${'x'.repeat(20_000)}`), 413, 'request.entity.too.large'],
])("%s answers the platform's error body", async (_, bytes, status, code) => {
  expect(await answerTo(bytes)).toMatchObject({
    status,
    body: { code, status, message: expect.stringMatching(/\.$/), contextId: expect.any(String), errors: [] },
  });
});

test('an offer of another protocol than sockets is let pass', async () => {
  const offer = get('Host: localhost', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA').replace(
    'Connection: close',
    'Connection: Upgrade, HTTP2-Settings, close',
  );

  expect(await answerTo(offer)).toEqual({ status: 200, body: { status: 'alive' } });
});
