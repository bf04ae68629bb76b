import { expect, test } from 'vitest';
import type { ConnectionEvent } from '../contract/diagnosis.ts';
import { logSockets } from './connection-log.ts';

test('a socket whose constructor throws is recorded as closed without a code, and the error is rethrown', () => {
  const line: ConnectionEvent[] = [];
  const Socket = function open() {
    throw new DOMException('no', 'SecurityError');
  } as unknown as typeof WebSocket;
  const Logged = logSockets(Socket, line, () => 1) as typeof WebSocket;

  expect(() => new Logged('wss://chat.example/')).toThrow('no');
  expect(line).toEqual([{ at: 1, what: 'closed', code: 0 }]);
});

test('openings and closings are recorded with their codes, the latest twenty, without addresses', () => {
  const line: ConnectionEvent[] = [];
  const sockets: EventTarget[] = [];
  const Socket = function open() {
    const socket = new EventTarget();
    sockets.push(socket);
    return socket;
  } as unknown as typeof WebSocket;
  let now = 0;
  const Logged = logSockets(Socket, line, () => ++now) as typeof WebSocket;

  for (let turn = 0; turn < 15; turn++) {
    new Logged('wss://chat.example/stream/secret');
    sockets.at(-1)?.dispatchEvent(new Event('open'));
    sockets.at(-1)?.dispatchEvent(Object.assign(new Event('close'), { code: 1006 }));
  }

  expect(line).toHaveLength(20);
  expect(line.slice(-2)).toEqual([
    { at: 29, what: 'open' },
    { at: 30, what: 'closed', code: 1006 },
  ]);
  expect(JSON.stringify(line)).not.toContain('secret');
});
