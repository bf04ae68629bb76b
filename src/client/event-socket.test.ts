import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type WebSocket as ServerSocket, WebSocket, WebSocketServer } from 'ws';
import type { EventStream } from '../chat/ports.ts';
import { createFakeClock } from '../testing/fakes/clock.ts';
import { createFakeRandom } from '../testing/fakes/random.ts';
import { until } from '../testing/harness/until.ts';
import { createEventStream, type EventStreamOptions } from './event-socket.ts';

const heartbeat = '{"topicName":"channel.metadata","eventBody":{"message":"WebSocket Heartbeat"}}';
const tryTimeoutMs = 10_000;

let server: WebSocketServer;
let sockets: ServerSocket[];
let streams: EventStream[];
let isRefusing: boolean;

beforeEach(async () => {
  isRefusing = false;
  server = await listen(0);
  streams = [];
});

afterEach(() => {
  for (const stream of streams) stream.stop();
  shut();
});

describe('a stream', () => {
  test('gives every text it hears, and never says a word', async () => {
    const said: string[] = [];
    const { heard } = open();
    await until(() => sockets[0]);
    sockets[0]?.on('message', (data) => said.push(String(data)));

    sockets[0]?.send('one');
    sockets[0]?.send('two');

    await until(() => heard.length === 2);
    expect(heard).toEqual(['one', 'two']);
    expect(said).toEqual([]);
  });

  test('opens again after a loss, and tells of it once', async () => {
    const { clock, log } = open();
    await until(() => log.length === 1);

    sockets[0]?.terminate();
    await until(() => log.length === 2 && clock.pending === 1);
    await clock.elapse(30_000);

    await until(() => log.length === 3);
    expect(log).toEqual(['open', 'lost', 'open']);
  });

  test('takes a connection that nobody answers for a loss, after ten seconds', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const { clock, log, stream } = open({ uri: () => `ws://127.0.0.1:${port}/` });
    await until(() => clock.pending === 1);

    await clock.elapse(tryTimeoutMs);

    expect(log).toEqual(['lost']);
    stream.stop();
    expect(clock.pending).toBe(0);
    silent.close();
  });

  test('takes a refused connection for a loss, whatever the socket calls it', async () => {
    isRefusing = true;
    const { clock, log } = open();
    await until(() => log.length === 1);

    isRefusing = false;
    await until(() => clock.pending === 1);
    await clock.elapse(30_000);

    await until(() => log.length === 2);
    expect(log).toEqual(['lost', 'open']);
  });

  test('waits longer after every failure, up to half a minute, and not at all when woken', async () => {
    isRefusing = true;
    const { clock, waits } = watchedClock();
    const { stream } = open({ clock, random: createFakeRandom(1) });

    for (let tries = 1; tries <= 8; tries++) {
      await until(() => waits.length === tries);
      stream.wake();
    }

    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  test.each([
    ['forgets its failures after half a minute of a good line', 31_000, 500],
    ['remembers them when the line soon breaks again', 29_000, 2_000],
  ])('%s', async (_, goodMs, nextWaitMs) => {
    isRefusing = true;
    const { clock, waits } = watchedClock();
    const { log, stream } = open({ clock, random: createFakeRandom(1) });
    await until(() => waits.length === 1);
    isRefusing = false;
    stream.wake();
    await until(() => log.includes('open'));

    await clock.elapse(goodMs);
    sockets[0]?.terminate();

    await until(() => waits.length === 2);
    expect(waits).toEqual([1_000, nextWaitMs]);
  });

  test('spreads its return after a restart of the service over five seconds', async () => {
    const { clock, waits } = watchedClock();
    const { log } = open({ clock, random: createFakeRandom(0.9) });
    await until(() => log.length === 1);

    sockets[0]?.close(1012, 'Service restart');

    await until(() => waits.length === 1);
    expect(waits).toEqual([4_500]);
  });

  test.each([
    [1001, 'The conversation is ended'],
    [4100, 'Error connecting to conversation (c)'],
  ])('is over when the service closes with %d', async (code, reason) => {
    const { clock, log } = open();
    await until(() => log.length === 1);

    sockets[0]?.close(code, reason);
    await until(() => log.length === 2);
    await clock.elapse(120_000);

    expect(log).toEqual(['open', 'over']);
    expect(sockets).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  test('is not over when the service goes away for another reason', async () => {
    const { log } = open();
    await until(() => log.length === 1);

    sockets[0]?.close(1001, 'Going away');

    await until(() => log.length === 2);
    expect(log).toEqual(['open', 'lost']);
  });
});

describe('a line that went dead without a word', () => {
  test('row 38: is replaced after 65 s without a frame, once a heartbeat was seen', async () => {
    const { clock, log, heard } = open();
    await until(() => sockets[0]);
    sockets[0]?.send(heartbeat);
    await until(() => heard.length === 1);

    await clock.elapse(64_000);
    expect(log).toEqual(['open']);
    await clock.elapse(31_000);

    await until(() => log.length === 3);
    expect(log).toEqual(['open', 'lost', 'open']);
    await until(() => sockets[0]?.readyState === WebSocket.CLOSED);
  });

  test('is left alone where the service sends no heartbeats', async () => {
    const { clock, log } = open();
    await until(() => log.length === 1);

    await clock.elapse(600_000);

    expect(log).toEqual(['open']);
  });

  test('is found soon after a sleep, in which timers stood still', async () => {
    const clock = createFakeClock();
    let sleptMs = 0;
    const { log, heard } = open({ clock: { ...clock, now: () => clock.now() + sleptMs } });
    await until(() => sockets[0]);
    sockets[0]?.send(heartbeat);
    await until(() => heard.length === 1);

    await clock.elapse(1_000);
    sleptMs = 600_000;
    await clock.elapse(15_000);

    await until(() => log.length === 3);
    expect(log).toEqual(['open', 'lost', 'open']);
  });

  test('is found also where the wall clock was set back', async () => {
    const clock = createFakeClock();
    let setBackMs = 0;
    const { log, heard } = open({ clock: { ...clock, now: () => clock.now() - setBackMs } });
    await until(() => sockets[0]);
    sockets[0]?.send(heartbeat);
    await until(() => heard.length === 1);

    setBackMs = 3_600_000;
    await clock.elapse(70_000);

    await until(() => log.length === 3);
    expect(log).toEqual(['open', 'lost', 'open']);
  });

  test('is found at once on waking when the last frame is too old', async () => {
    const { clock, log, heard, stream } = open();
    await until(() => sockets[0]);
    sockets[0]?.send(heartbeat);
    await until(() => heard.length === 1);

    await clock.elapse(50_000);
    stream.wake();

    await until(() => log.length === 3);
    expect(log).toEqual(['open', 'lost', 'open']);
  });
});

describe('an address', () => {
  test('that cannot be had is a failed try, not the end', async () => {
    const answers = [() => Promise.reject(new Error('no')), () => 'nonsense', () => address()];
    const { clock, log } = open({ uri: () => (answers.shift() ?? address)() });
    await until(() => log.length === 1);

    await until(() => clock.pending === 1);
    await clock.elapse(500);
    await until(() => clock.pending === 1);
    await clock.elapse(1_000);

    await until(() => log.length === 2);
    expect(log).toEqual(['lost', 'open']);
  });
});

test('an address that never comes is a failed try, and the next one is asked for', async () => {
  const answers = [() => new Promise<string>(() => {}), () => address()];
  const { clock, log } = open({ uri: () => (answers.shift() ?? address)() });

  await until(() => clock.pending === 1);
  await clock.elapse(10_000);
  expect(log).toEqual(['lost']);
  await until(() => clock.pending === 1);
  await clock.elapse(30_000);

  await until(() => log.length === 2);
  expect(log).toEqual(['lost', 'open']);
  expect(clock.pending).toBe(0);
});

describe('stopping', () => {
  test('closes the line and leaves no timer', async () => {
    const { clock, log, stream, heard } = open();
    await until(() => sockets[0]);
    sockets[0]?.send(heartbeat);
    await until(() => heard.length === 1);

    stream.stop();

    await until(() => sockets[0]?.readyState === WebSocket.CLOSED);
    expect(log).toEqual(['open']);
    expect(clock.pending).toBe(0);
  });

  test('holds during the wait for the next try as well', async () => {
    const { clock, log, stream } = open();
    await until(() => log.length === 1);
    sockets[0]?.terminate();
    await until(() => clock.pending === 1);

    stream.stop();

    expect(clock.pending).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(sockets).toHaveLength(1);
  });
});

/** A clock that notes how long is waited before a try; how long a try may take is none of it. */
function watchedClock() {
  const clock = createFakeClock();
  const waits: number[] = [];
  const after = (delayMs: number, task: () => void) => {
    if (delayMs !== tryTimeoutMs) waits.push(delayMs);
    return clock.after(delayMs, task);
  };
  return { waits, clock: { ...clock, after } };
}

function open(changes: Partial<EventStreamOptions> = {}) {
  const clock = createFakeClock();
  const log: string[] = [];
  const heard: string[] = [];
  const stream = createEventStream({
    uri: address,
    WebSocket,
    clock,
    random: createFakeRandom(),
    onOpen: () => log.push('open'),
    onLost: () => log.push('lost'),
    onText: (text) => heard.push(text),
    isOver: (code, reason) => code === 4100 || reason === 'The conversation is ended',
    onOver: () => log.push('over'),
    ...changes,
  });
  streams.push(stream);
  return { clock, log, heard, stream };
}

function listen(port: number): Promise<WebSocketServer> {
  sockets = [];
  const fresh = new WebSocketServer({ port, host: '127.0.0.1', verifyClient: () => !isRefusing });
  fresh.on('connection', (socket) => sockets.push(socket));
  return new Promise((resolve) => fresh.on('listening', () => resolve(fresh)));
}

function shut(): void {
  for (const socket of server.clients) socket.terminate();
  server.close();
}

function address(): string {
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/stream`;
}
