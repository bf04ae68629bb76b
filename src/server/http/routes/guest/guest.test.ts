import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InProcessServer, startInProcessServer } from '../../../../testing/harness/in-process-server.ts';
import { createGuest } from '../../../../testing/harness/test-guest.ts';

let server: InProcessServer;
beforeAll(async () => {
  server = await startInProcessServer();
});
afterAll(() => server.stop());

test('a guest attaches, is answered, chats with the agent and sees the agent leave', async () => {
  const guest = await createGuest(server);
  const socket = await guest.attach();
  await socket.waitFor('member other ALERTING');
  await server.agent.accept(guest.id);
  await socket.waitFor('member-join');

  await guest.say('Hello');
  await server.agent.say(guest.id, 'Good evening');
  await server.agent.type(guest.id);
  await socket.waitFor('typing');
  await server.agent.leave(guest.id);

  expect(await socket.closed).toEqual({ code: 1001, reason: 'The conversation is ended' });
  expect(socket.received).toEqual([
    'member guest CONNECTED',
    'member other CONNECTED',
    'member other ALERTING',
    'member other CONNECTED',
    'member-join',
    'member other DISCONNECTED',
    'message Hello',
    'message Good evening',
    'typing',
    'member-leave',
    'member other DISCONNECTED',
    'member guest DISCONNECTED',
    'closed 1001',
  ]);
});
