import { afterEach, expect, test } from 'vitest';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { serviceUnavailable } from '../core/api-error.ts';
import type { Storage } from '../storage/storage.ts';
import { createReadiness } from './readiness.ts';

let server: InProcessServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

test('a service whose store takes no writes is not ready, although it can be read', async () => {
  server = await startInProcessServer();
  const { storage } = server.services;
  expect((await server.fetch('/readyz')).status).toBe(200);
  const run: Storage['run'] = storage.run;
  storage.run = (name, args) => (name === 'checkWrites' ? Promise.reject(serviceUnavailable()) : run(name, args));
  await server.elapse(2_000);

  const answer = await server.fetch('/readyz');

  expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '1']);
});

function createStore(answer: () => Promise<never>) {
  let writes = 0;
  const run = () => {
    writes++;
    return answer();
  };
  return { storage: { run, close: async () => {} }, writes: () => writes };
}

test('a store that hangs is answered as unavailable in time, and asked once a second however many ask', async () => {
  const clock = { now: () => 0, every: () => () => {} };
  const { storage, writes } = createStore(() => new Promise(() => {}));
  const isReady = createReadiness({ storage, clock }, { answerMs: 20, goodForMs: 1_000 });

  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => isReady()));

  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'service.unavailable' } });
  }
  expect(writes()).toBe(1);
});
