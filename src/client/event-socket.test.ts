import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type WebSocket as ServerSocket, WebSocket, WebSocketServer } from 'ws';
import { browserClock } from '../environment/browser/clock.ts';
import { createFakeRandom } from '../testing/fakes/random.ts';
import { elapse, openEventSocket, openWithHeartbeat } from '../testing/harness/open-event-socket.ts';
import { until } from '../testing/harness/until.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a line', () => {
  test('gives every text it receives, and never sends one', async () => {
    vi.useRealTimers();
    const server = await listen();
    const sent: string[] = [];
    const { texts } = openEventSocket({ uri: () => addressOf(server), WebSocket });
    const [socket] = await connected(server);
    socket.on('message', (data) => sent.push(String(data)));

    socket.send('one');
    socket.send('two');

    await until(() => texts.length === 2);
    expect(texts).toEqual(['one', 'two']);
    expect(sent).toEqual([]);
  });

  test('opens again on a real server that cut it, and reports that loss once', async () => {
    vi.useRealTimers();
    const server = await listen();
    const { log } = openEventSocket({ uri: () => addressOf(server), WebSocket, random: createFakeRandom(0.01) });
    const [socket] = await connected(server);
    await until(() => log.length === 1);

    socket.terminate();

    await until(() => log.length === 3);
    expect(log).toEqual(['open', 'lost', 'open']);
  });

  test('takes a connection that nobody answers for a loss, after ten seconds', async () => {
    const { log, eventSocket: line } = openEventSocket();

    await elapse(9_999);
    expect(log).toEqual([]);
    await elapse(1);

    expect(log).toEqual(['lost']);
    line.stop();
  });

  test('waits longer after every failure, up to half a minute', async () => {
    const { latest, nextTry } = openEventSocket({ random: createFakeRandom(1) });
    await elapse(0);

    const waits: number[] = [];
    for (let tries = 1; tries <= 8; tries++) {
      latest().fail();
      waits.push(await nextTry());
    }

    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  test('tries at once when woken in a pause', async () => {
    const { latest, sockets, eventSocket: line, log } = openEventSocket({ random: createFakeRandom(1) });
    await elapse(0);
    latest().fail();
    await elapse(500);

    line.wake();
    await elapse(0);
    latest().accept();
    await elapse(60_000);

    expect(log).toEqual(['lost', 'open']);
    expect(sockets).toHaveLength(2);
  });

  test.each([
    ['forgets its failures after half a minute of a good line', 31_000, 1_000],
    ['remembers them when the line soon breaks again', 29_000, 2_000],
  ])('%s', async (_, goodMs, nextWaitMs) => {
    const { latest, nextTry } = openEventSocket({ random: createFakeRandom(1) });
    await elapse(0);
    latest().fail();
    await nextTry();
    latest().accept();

    await elapse(goodMs);
    latest().fail();

    expect(await nextTry()).toBe(nextWaitMs);
  });

  test('counts failures in a row over pauses that were cut short', async () => {
    const { latest, eventSocket: line, refusals } = openEventSocket();
    await elapse(0);
    for (let tries = 1; tries <= 3; tries++) {
      latest().fail();
      line.wake();
      await elapse(0);
    }

    expect(refusals).toEqual([1, 2, 3]);
  });

  test('spreads its return after a restart of the service over five seconds', async () => {
    const { latest, nextTry } = openEventSocket({ random: createFakeRandom(0.9) });
    await elapse(0);
    latest().accept();

    latest().closeFromService(1012, 'Service restart');

    expect(await nextTry()).toBe(4_500);
  });

  test.each([
    [1001, 'The conversation is ended'],
    [4100, 'Error connecting to conversation (c)'],
  ])('is over when the service closes with %d, and leaves no timer', async (code, reason) => {
    const { latest, sockets, log } = openEventSocket();
    await elapse(0);
    latest().accept();

    latest().closeFromService(code, reason);
    await elapse(120_000);

    expect(log).toEqual(['open', 'over']);
    expect(sockets).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is not over when the service goes away for another reason', async () => {
    const { latest, log } = openEventSocket();
    await elapse(0);
    latest().accept();

    latest().closeFromService(1001, 'Going away');

    expect(log).toEqual(['open', 'lost']);
  });
});

describe('a line that fell silent', () => {
  test('row 38: is replaced after 65 s without a frame, once a heartbeat was seen', async () => {
    const { latest, log } = await openWithHeartbeat();

    await elapse(64_000);
    expect(log).toEqual(['open']);
    await elapse(20_000);
    latest().accept();

    expect(log).toEqual(['open', 'lost', 'open']);
  });

  test('stays until the new one is open, and does not open again by itself', async () => {
    const { latest, sockets, texts } = await openWithHeartbeat();
    const [old] = sockets;
    await elapse(66_000);
    expect(sockets).toHaveLength(2);
    expect(old?.readyState).toBe(1);

    latest().accept();
    expect(old?.readyState).toBe(3);
    old?.receive('late');
    old?.closeFromService(1006);
    await elapse(20_000);

    expect(texts).toHaveLength(1);
    expect(sockets).toHaveLength(2);
  });

  test('opens no further line where it breaks before the new one is open', async () => {
    const { latest, sockets, log } = await openWithHeartbeat();
    const [old] = sockets;
    await elapse(66_000);

    old?.fail();
    await elapse(5_000);
    latest().accept();

    expect(sockets).toHaveLength(2);
    expect(log).toEqual(['open', 'lost', 'open']);
  });

  test('goes with the first failure of the new one', async () => {
    const { latest, sockets } = await openWithHeartbeat();
    const [old] = sockets;
    await elapse(66_000);

    latest().fail();

    expect(old?.readyState).toBe(3);
  });

  test('is left alone where the service sends no heartbeats', async () => {
    const { latest, log } = openEventSocket();
    await elapse(0);
    latest().accept();

    await elapse(600_000);

    expect(log).toEqual(['open']);
  });

  test('is found soon after a sleep, in which timers stood still', async () => {
    let sleptMs = 0;
    const { log } = await openWithHeartbeat({ clock: { ...browserClock, now: () => Date.now() + sleptMs } });

    await elapse(1_000);
    sleptMs = 600_000;
    await elapse(15_000);

    expect(log).toEqual(['open', 'lost']);
  });

  test('is found also where the wall clock was set back', async () => {
    let setBackMs = 0;
    const { log } = await openWithHeartbeat({ clock: { ...browserClock, now: () => Date.now() - setBackMs } });

    setBackMs = 3_600_000;
    await elapse(80_000);

    expect(log).toEqual(['open', 'lost']);
  });

  test('is found at once on waking when the last frame is too old', async () => {
    const { log, eventSocket: line } = await openWithHeartbeat();

    await elapse(50_000);
    line.wake();

    expect(log).toEqual(['open', 'lost']);
  });
});

describe('stopping', () => {
  test('closes the line and leaves no timer', async () => {
    const { sockets, log, eventSocket: line } = await openWithHeartbeat();

    line.stop();

    expect(sockets[0]?.readyState).toBe(3);
    expect(log).toEqual(['open']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('holds during the pause before the next try, and while an address is asked for', async () => {
    const pausing = openEventSocket();
    await elapse(0);
    pausing.latest().fail();
    pausing.eventSocket.stop();
    const asking = openEventSocket({ uri: () => new Promise(() => {}) });
    await elapse(0);
    asking.eventSocket.stop();

    await elapse(60_000);

    expect([pausing.sockets.length, asking.sockets.length]).toEqual([1, 0]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('holds while an old line stays beside the new one', async () => {
    const { sockets, eventSocket: line } = await openWithHeartbeat();
    await elapse(66_000);

    line.stop();
    await elapse(60_000);

    expect(sockets.map(({ readyState }) => readyState)).toEqual([3, 3]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

async function listen(): Promise<WebSocketServer> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  await new Promise((resolve) => server.on('listening', resolve));
  return server;
}

async function connected(server: WebSocketServer): Promise<[ServerSocket]> {
  await until(() => server.clients.size > 0);
  return [...server.clients] as [ServerSocket];
}

function addressOf(server: WebSocketServer): string {
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/stream`;
}
