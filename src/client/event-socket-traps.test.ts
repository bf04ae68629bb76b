import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { ChatError } from '../chat/errors.ts';
import { createFakeSockets } from '../testing/fakes/fake-sockets.ts';
import { createFakeRandom } from '../testing/fakes/random.ts';
import { elapse, openEventSocket, streamUri } from '../testing/harness/open-event-socket.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** By the numbers of the list at the head of `event-socket.ts`. */
describe('a trap', () => {
  test('1: an address that cannot be had, or is none, is a failed try and not the end', async () => {
    const answers = [() => Promise.reject(new Error('no')), () => 'https://chat.example', throwError, () => ''];
    const { latest, nextTry, sockets, log, refusals } = openEventSocket({
      uri: () => (answers.shift() ?? (() => streamUri))(),
    });

    await nextTry();
    latest().accept();

    expect(refusals.slice(0, 4)).toEqual([1, 2, 3, 4]);
    expect(log).toEqual(['lost', 'open']);
    expect(new Set(sockets.map(({ url }) => url))).toEqual(new Set([streamUri]));
  });

  test('1: an address that never comes is a failed try, and the next one is asked for', async () => {
    const answers = [() => new Promise<string>(() => {})];
    const { latest, log } = openEventSocket({ uri: () => answers.shift()?.() ?? streamUri });

    await elapse(10_000);
    expect(log).toEqual(['lost']);
    await elapse(1_000);
    latest().accept();

    expect(log).toEqual(['lost', 'open']);
  });

  test('1: a refusal with a time is waited out, and a wake makes it no shorter', async () => {
    const asked: number[] = [];
    const { eventSocket: line } = openEventSocket({
      uri() {
        asked.push(performance.now());
        throw new ChatError('limited', { retryAfterMs: 20_000 });
      },
    });
    await elapse(5_000);
    line.wake();
    await elapse(14_999);
    expect(asked).toHaveLength(1);
    await elapse(6_000);

    expect(asked).toHaveLength(2);
  });

  test('2: a constructor that throws is a failed try and not the end', async () => {
    let isForbidden = true;
    const fake = createFakeSockets();
    const { log } = openEventSocket({
      WebSocket: class extends fake.WebSocket {
        constructor(url: string) {
          if (isForbidden) throw new DOMException('no', 'SecurityError');
          super(url);
        }
      },
    });
    await elapse(10_000);
    expect(log).toEqual(['lost']);

    isForbidden = false;
    await elapse(30_000);

    expect(fake.sockets.length).toBeGreaterThan(0);
  });

  test('3: it can be woken in every pause, also in the first', async () => {
    const { latest, sockets, eventSocket: line } = openEventSocket({ random: createFakeRandom(1) });
    await elapse(0);
    for (let tries = 1; tries <= 5; tries++) {
      latest().fail();
      line.wake();
      await elapse(0);
      expect(sockets).toHaveLength(tries + 1);
    }
  });

  test('4: a stopped line asks for no address', async () => {
    let asked = 0;
    const { eventSocket: line } = openEventSocket({
      uri() {
        asked += 1;
        return streamUri;
      },
    });

    line.stop();
    await elapse(60_000);

    expect(asked).toBe(0);
  });

  test('5: it goes on after any number of failures', async () => {
    const { latest, nextTry, sockets, log } = openEventSocket();
    await elapse(0);
    for (let tries = 0; tries < 100; tries++) {
      latest().fail();
      await nextTry();
    }

    latest().accept();

    expect(sockets).toHaveLength(101);
    expect(log).toEqual(['lost', 'open']);
  });

  test('6: a refused connection is a loss, although it is reported as closed in order', async () => {
    const closes: number[] = [];
    const { latest, log } = openEventSocket({ isOver: (code) => closes.push(code) === 0 });
    await elapse(0);

    latest().fail();

    expect(closes).toEqual([1000]);
    expect(log).toEqual(['lost']);
  });

  test('7: each pause has a jitter of its own', async () => {
    // For the growing pause and the longest one, at the first try, which waits for nothing, and each further one.
    const fractions = [0, 0, 0.5, 1, 0.9, 1];
    const { latest, nextTry } = openEventSocket({
      random: { ...createFakeRandom(), fraction: () => fractions.shift() ?? 0 },
    });
    await elapse(0);

    latest().fail();
    expect(await nextTry()).toBe(500);
    latest().fail();
    expect(await nextTry()).toBe(1_800);
  });

  test('8: a constructor without constants is good enough, as a page may wrap the browser’s own', async () => {
    const fake = createFakeSockets();
    const { log } = openEventSocket({
      WebSocket: function wrapped(url: string) {
        return new fake.WebSocket(url);
      },
    });
    await elapse(0);

    fake.latest().accept();

    expect(log).toEqual(['open']);
  });

  test('9: no address is written to the console', async () => {
    const written = vi.spyOn(console, 'log').mockImplementation(() => {});
    onTestFinished(() => written.mockRestore());
    const { latest } = openEventSocket();
    await elapse(0);
    latest().accept();

    expect(written).not.toHaveBeenCalled();
  });
});

function throwError(): never {
  throw new Error('no');
}
