// @vitest-environment node
// A process of its own: ky looks only once, when it is loaded, at what the browser has.
import { expect, test } from 'vitest';
import { createFakeClock } from '../testing/fakes/clock.ts';

Reflect.deleteProperty(AbortSignal, 'any');
const { createHttpClient } = await import('./http-client.ts');

/** Number 4 of the list at the head of `http-client.ts`. */
test('a trap 4: a request that ran out of time is ended where signals cannot be joined', async () => {
  let reason: unknown;
  const { call } = createHttpClient({
    base: 'https://chat.example',
    clock: createFakeClock(),
    timeoutMs: 50,
    fetch: ({ signal }) =>
      new Promise((_, reject) => {
        signal.onabort = () => {
          reason = signal.reason;
          reject(signal.reason);
        };
      }),
  });

  await expect(call({ method: 'GET', path: '/things' })).rejects.toMatchObject({ kind: 'timeout' });
  await expect.poll(() => reason).toMatchObject({ name: 'TimeoutError' });
});
