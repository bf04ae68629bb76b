import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { createGuest, type TestGuest } from '../../testing/harness/test-guest.ts';
import { until } from '../../testing/harness/until.ts';

let server: InProcessServer;
let guest: TestGuest;
beforeAll(async () => {
  server = await startInProcessServer();
  guest = await createGuest(server);
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.stop();
});

const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
const version = 'Sec-WebSocket-Version: 13';

/** What these headers are answered: the head, and the body if there is one. */
async function shake(headers: string[], { method = 'GET', path = new URL(guest.eventStreamUri).pathname } = {}) {
  const socket = connect(Number(new URL(server.origin).port), '127.0.0.1');
  await once(socket, 'connect');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString('latin1');
  });
  const ended = once(socket, 'close').then(() => {
    answer += '\r\n\r\n';
  });
  socket.write([`${method} ${path} HTTP/1.1`, 'Host: localhost', ...headers, '', ''].join('\r\n'));
  await until(() => answer.includes('\r\n\r\n'), 'an answer');
  const [head = ''] = answer.split('\r\n\r\n');
  if (!head.startsWith('HTTP/1.1 101')) await ended;
  socket.destroy();
  return { status: Number(head.split(' ')[1]), head, body: answer.split('\r\n\r\n')[1] ?? '' };
}

const upgrade = ['Connection: Upgrade', 'Upgrade: websocket'];

test.each([
  ['the version before', [...upgrade, key, 'Sec-WebSocket-Version: 8']],
  ['an extension named as what every object has', [...upgrade, key, version, 'Sec-WebSocket-Extensions: constructor']],
  ['a protocol of the client’s own', [...upgrade, key, version, 'Sec-WebSocket-Protocol: chat, superchat']],
  ['compression', [...upgrade, key, version, 'Sec-WebSocket-Extensions: permessage-deflate']],
])('%s is let in', async (_, headers) => {
  expect((await shake(headers)).status).toBe(101);
});

test.each<[string, string[], { method?: string; path?: string }, number, string]>([
  ['no key', [...upgrade, version], {}, 400, 'bad.request'],
  ['half a key', [...upgrade, 'Sec-WebSocket-Key: abc', version], {}, 400, 'bad.request'],
  ['no version', [...upgrade, key], {}, 400, 'bad.request'],
  ['a version of the future', [...upgrade, key, 'Sec-WebSocket-Version: 99'], {}, 400, 'bad.request'],
  ['POST', [...upgrade, key, version, 'Content-Length: 0'], { method: 'POST' }, 405, 'method.not.allowed'],
  ['no stream', [...upgrade, key, version], { path: '/api/v2/streams/none' }, 404, 'not.found'],
])("a handshake with %s answers the platform's error body", async (_, headers, options, status, code) => {
  const answer = await shake(headers, options);

  expect(answer.status).toBe(status);
  expect(JSON.parse(answer.body)).toEqual({
    code,
    status,
    message: expect.stringMatching(/\.$/),
    messageParams: {},
    contextId: expect.any(String),
    details: [],
    errors: [],
  });
});

test('an answer to another version names the versions, one to another method the methods', async () => {
  expect((await shake([...upgrade, key, 'Sec-WebSocket-Version: 99'])).head).toContain('Sec-WebSocket-Version: 13, 8');
  const post = await shake([...upgrade, key, version, 'Content-Length: 0'], { method: 'POST' });
  expect(post.head).toContain('Allow: GET');
});
