import { expect, test } from 'vitest';
import { startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { createGuest } from '../../testing/harness/test-guest.ts';
import { serviceUnavailable } from '../core/api-error.ts';

test('a run that fails is logged, and the next one does what is due', async () => {
  const server = await startInProcessServer();
  const guest = await createGuest(server);
  const { storage } = server.services;
  const { run } = storage;

  storage.run = (name, args) => (name === 'listDueJobs' ? Promise.reject(serviceUnavailable()) : run(name, args));
  await server.elapse(6 * 60_000);
  expect(server.bugs.length).toBeGreaterThan(1);
  expect(await guest.call('GET', '/messages')).toMatchObject({ status: 200 });
  storage.run = run;
  await server.elapse(5_000);

  expect(await guest.call('GET', '/messages')).toMatchObject({ status: 404 });
  await server.stop();
});
