import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startInProcessServer } from './in-process-server.ts';
import { createGuest } from './test-guest.ts';
import { withinLimit } from './within-limit.ts';

test.each([0, 1, 2, 3, 5, 8, 13])(
  'a test’s service stops %i turns after streams were asked for [T1]',
  async (turns) => {
    const server = await startInProcessServer();
    const guests = await Promise.all([createGuest(server), createGuest(server), createGuest(server)]);
    const attaching = guests.map((guest) => guest.attach().catch((error: Error) => error));
    for (let count = 0; count < turns; count += 1) await turn();

    await withinLimit('the service to stop', server.stop(), 5_000);

    await withinLimit('every stream to open or to fail', Promise.all(attaching), 5_000);
    expect(server.bugs).toEqual([]);
  },
);
