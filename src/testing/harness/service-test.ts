import { test as base, expect, onTestFinished } from 'vitest';
import { type InProcessServer, startInProcessServer } from './in-process-server.ts';
import { createGuest } from './test-guest.ts';

/** A test with a service of its own, in which nothing may go wrong unnoticed. */
export const test = base.extend<{ server: InProcessServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest wants the pattern
  server: async ({}, use) => {
    const server = await startInProcessServer();
    try {
      await use(server);
      expect(server.bugs).toEqual([]);
    } finally {
      await server.stop();
    }
  },
});

/** Creates a visitor who waits for an agent, connected until the test is over. */
export async function arrive(server: InProcessServer, displayName: string, more: object = {}) {
  const guest = await createGuest(server, { memberInfo: { displayName, ...more } });
  const socket = await guest.attach();
  onTestFinished(() => socket.close());
  return { ...guest, socket };
}
