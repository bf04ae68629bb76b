import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { createGuest } from '../../testing/harness/test-guest.ts';
import { until } from '../../testing/harness/until.ts';
import { maxConnections } from './guest-connections.ts';

let server: InProcessServer;
beforeAll(async () => {
  server = await startInProcessServer();
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.stop();
});

test('a guest has so many sockets and no more, and a closed one makes room', async () => {
  const [guest, other] = [await createGuest(server), await createGuest(server)];
  const sockets = await Promise.all(Array.from({ length: maxConnections }, () => guest.attach()));

  await expect(guest.attach()).rejects.toThrow('refused with 429');
  await other.attach();

  sockets[0]?.close();
  await until(
    () =>
      guest.attach().then(
        () => true,
        () => false,
      ),
    'there is room again',
  );
});
