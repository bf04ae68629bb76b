import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { ChatError } from '../chat/errors.ts';
import { createFakeClock } from '../testing/fakes/clock.ts';
import { createHttpClient, type HttpClientOptions } from './http-client.ts';

const read = { method: 'GET', path: '/things' };

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** By the numbers of the list at the head of `http-client.ts`. */
describe('a trap', () => {
  test('1: an answer and its body have ten seconds together', async () => {
    vi.useFakeTimers();
    const failed = failure(async () => {
      await new Promise((resolve) => setTimeout(resolve, 6_000));
      return new Response(new ReadableStream());
    });
    let isSettled = false;
    void failed.then(() => {
      isSettled = true;
    });

    await vi.advanceTimersByTimeAsync(9_000);
    expect(isSettled).toBe(false);
    await vi.advanceTimersByTimeAsync(1_100);

    expect(await failed).toMatchObject({ kind: 'timeout' });
  });

  test('1: a body that breaks half way is a lost connection', async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{'));
        controller.error(new TypeError('network error'));
      },
    });

    expect(await failure(() => new Response(body))).toMatchObject({ kind: 'offline' });
  });

  test('2: an empty answer is none, and what is no JSON unreadable', async () => {
    expect((await http(() => new Response('')).call(read)).body).toBeUndefined();
    expect((await http(() => new Response(null, { status: 204 })).call(read)).body).toBeUndefined();
    expect(await failure(() => new Response('<html>'))).toMatchObject({ kind: 'unreadable' });
  });

  test('2: JSON is asked for, and answers are left as they are where a page froze them', async () => {
    const { prototype } = Response;
    const own = Object.getOwnPropertyDescriptor(prototype, 'json');
    Object.defineProperty(prototype, 'json', { ...own, writable: false });
    onTestFinished(() => void Object.defineProperty(prototype, 'json', own ?? {}));
    let accept: string | null = null;

    const { body } = await http((request) => {
      accept = request.headers.get('accept');
      return new Response('{"id":"x"}');
    }).call(read);

    expect(body).toEqual({ id: 'x' });
    expect(accept).toBe('application/json');
  });

  test.each([429, 503])('3: a read is not repeated after %d, whatever it says of the time', async (status) => {
    let asked = 0;
    const refuse = () => {
      asked += 1;
      return new Response('', { status, headers: { 'Retry-After': '0' } });
    };

    expect(await failure(refuse)).toMatchObject({ kind: 'limited' });
    expect(asked).toBe(1);
  });

  test('3: a read is not repeated after a lost connection', async () => {
    let asked = 0;
    const lose = () => {
      asked += 1;
      return Promise.reject(new TypeError('Failed to fetch'));
    };

    expect(await failure(lose)).toMatchObject({ kind: 'offline' });
    expect(asked).toBe(1);
  });

  test('4: it is over in time also where the page’s own fetch takes no notice of signals', async () => {
    expect(await failure(() => new Promise(() => {}), { timeoutMs: 50 })).toMatchObject({ kind: 'timeout' });
  });

  test('5: an error is known by its class, not by its name', async () => {
    const stranger = Object.assign(new Error('no'), { name: 'HTTPError' });

    expect(await failure(() => Promise.reject(stranger))).toMatchObject({ kind: 'offline', cause: stranger });
  });

  test.each([
    [() => new Response('{"code":"c"}', { status: 400 }), { kind: 'rejected', code: 'c' }],
    [() => Promise.reject(new TypeError('Failed to fetch')), { kind: 'offline' }],
    [() => new Response('<html>'), { kind: 'unreadable' }],
  ])('6: whatever goes wrong comes as an error of ours (%#)', async (fetch, expected) => {
    expect(await failure(fetch)).toMatchObject(expected);
  });
});

function http(fetch: HttpClientOptions['fetch'], changes: Partial<HttpClientOptions> = {}) {
  return createHttpClient({ base: 'https://chat.example', fetch, clock: createFakeClock(), ...changes });
}

async function failure(fetch: HttpClientOptions['fetch'], changes: Partial<HttpClientOptions> = {}): Promise<unknown> {
  const error = await http(fetch, changes)
    .call(read)
    .then(
      () => undefined,
      (reason) => reason,
    );
  expect(error).toBeInstanceOf(ChatError);
  return error;
}
