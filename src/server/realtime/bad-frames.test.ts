import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { createConnectedChat, type TestGuest } from '../../testing/harness/test-guest.ts';
import { until } from '../../testing/harness/until.ts';

let server: InProcessServer;
let guest: TestGuest;
beforeAll(async () => {
  server = await startInProcessServer();
  ({ guest } = await createConnectedChat(server));
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.stop();
});

const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';

/** A socket by hand, past its handshake; `closed` is the code of the service's close frame. */
async function openRaw() {
  const { host, port, pathname } = new URL(guest.eventStreamUri);
  const socket = connect(Number(port), '127.0.0.1');
  let received = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
  });
  socket.on('error', () => {});
  const ended = new Promise((resolve) => socket.once('close', resolve));
  const headers = ['Upgrade: websocket', 'Connection: Upgrade', key, 'Sec-WebSocket-Version: 13'];
  socket.write([`GET ${pathname} HTTP/1.1`, `Host: ${host}`, ...headers, '', ''].join('\r\n'));
  await until(() => received.includes('\r\n\r\n'), 'a handshake');
  const start = received.indexOf('\r\n\r\n') + 4;
  const frames = () => framesIn(received.subarray(start));
  return {
    write: (bytes: number[] | Buffer) => new Promise((resolve) => socket.write(Buffer.from(bytes), resolve)),
    pause: () => socket.pause(),
    isOver: () => socket.destroyed,
    frames,
    async closed() {
      await until(() => frames().some(({ opcode }) => opcode === 8), 'a close frame');
      const { payload } = frames().find(({ opcode }) => opcode === 8) ?? { payload: Buffer.alloc(0) };
      socket.destroy();
      await ended;
      return payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
    },
    destroy: () => socket.destroy(),
  };
}

function framesIn(bytes: Buffer): { opcode: number; payload: Buffer }[] {
  const frames = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const short = (bytes[at + 1] ?? 0) & 127;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (at + head > bytes.length) break;
    const length =
      short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
    if (at + head + length > bytes.length) break;
    frames.push({ opcode: (bytes[at] ?? 0) & 15, payload: bytes.subarray(at + head, at + head + length) });
    at += head + length;
  }
  return frames;
}

/** A masked frame with a mask of zeros, so that its bytes stay readable here. */
function frame(first: number, payload: Buffer | string = '', { mask = 0x80 } = {}): Buffer {
  const body = Buffer.from(payload);
  const length = body.length < 126 ? [body.length | mask] : [126 | mask, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([first, ...length, ...(mask ? [0, 0, 0, 0] : [])]), body]);
}

const closeWith = (code: number) => frame(0x88, Buffer.from([code >> 8, code & 255]));
const opcodes = (list: number[]) =>
  list.map((one): [string, Buffer, number] => [`opcode ${one}`, frame(0x80 | one), 1002]);

test.each<[string, Buffer, number]>([
  ...[0x40, 0x20, 0x10].map((bit): [string, Buffer, number] => [`reserved bit ${bit}`, frame(0x81 | bit, 'x'), 1002]),
  ...opcodes([3, 4, 5, 6, 7, 11, 12, 13, 14, 15]),
  ['a frame without a mask', frame(0x81, 'x', { mask: 0 }), 1002],
  ['a ping of 126 bytes', frame(0x89, 'x'.repeat(126)), 1002],
  ['a fragmented ping', frame(0x09, 'x'), 1002],
  ['a continuation of nothing', frame(0x80, 'x'), 1002],
  ['a text inside a text', Buffer.concat([frame(0x01, 'a'), frame(0x81, 'b')]), 1002],
  ['invalid UTF-8', frame(0x81, Buffer.from([0xc3, 0x28])), 1007],
  [
    'UTF-8 cut off at the end',
    Buffer.concat([frame(0x01, Buffer.from([0xe2])), frame(0x80, Buffer.from([0x82]))]),
    1007,
  ],
  ['more than 4 KiB', frame(0x81, 'x'.repeat(5000)), 1009],
  ['more than 4 KiB in pieces', Buffer.concat([frame(0x01, 'x'.repeat(3000)), frame(0x80, 'x'.repeat(3000))]), 1009],
  ['a length with its top bit set', Buffer.from([0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]), 1009],
  ['a close with one byte', frame(0x88, 'x'), 1002],
  ...[0, 999, 1004, 1005, 1006, 1015, 5000].map((code): [string, Buffer, number] => [
    `a close with ${code}`,
    closeWith(code),
    1002,
  ]),
  ['a close with a reason in no UTF-8', frame(0x88, Buffer.from([3, 232, 0xc3, 0x28])), 1007],
  ['a close in order', closeWith(1000), 1000],
  ['a close in order and a text after it', Buffer.concat([closeWith(1000), frame(0x81, 'x')]), 1000],
])('%s is closed with the code that says so', async (_, bytes, code) => {
  const socket = await openRaw();

  void socket.write(bytes);

  expect(await socket.closed()).toBe(code);
});

test('UTF-8 across two fragments, with pings between single bytes, is fine', async () => {
  const socket = await openRaw();

  socket.write(frame(0x01, Buffer.from([0xe2])));
  for (const byte of frame(0x89, 'beat')) socket.write([byte]);
  socket.write(frame(0x80, Buffer.from([0x82, 0xac])));
  await until(() => socket.frames().some(({ opcode, payload }) => opcode === 10 && `${payload}` === 'beat'), 'a pong');

  expect(socket.frames().some(({ opcode }) => opcode === 8)).toBe(false);
  socket.destroy();
});

test('pings whose answers are not read end the socket before they fill the memory', async () => {
  const socket = await openRaw();
  const pings = Buffer.concat(Array.from({ length: 1_000 }, () => frame(0x89, 'x'.repeat(125))));
  socket.pause();

  for (let sent = 0; sent < 250 && !socket.isOver(); sent += 1) await socket.write(pings);

  expect(socket.isOver()).toBe(true);
});

test('a flood of pings does the others no harm', async () => {
  const { guest: other, socket: healthy } = await createConnectedChat({ ...server });
  const flooding = await openRaw();
  void flooding.write(Buffer.concat(Array.from({ length: 20_000 }, () => frame(0x89, 'x'))));

  await server.agent.say(other.id, 'Still here');
  await healthy.waitFor('message Still here');
  flooding.destroy();
});
