import { expect, test } from 'vitest';
import { browserClock } from '../../environment/browser/clock.ts';
import { browserRandom } from '../../environment/browser/random.ts';
import { startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { createConnectedChat } from '../../testing/harness/test-guest.ts';
import { createHttpClient } from '../http-client.ts';
import { createAgentClient } from './agent-client.ts';

test('of many chats only those that changed are read again', async () => {
  const server = await startInProcessServer();
  const asked: string[] = [];
  const http = createHttpClient({
    base: server.origin,
    clock: browserClock,
    fetch(request) {
      asked.push(new URL(request.url).pathname);
      const own = new Request(request);
      own.headers.set('Authorization', `Bearer ${server.agent.token}`);
      return server.fetch(own);
    },
  });
  const desk = createAgentClient({ http, WebSocket, clock: browserClock, random: browserRandom });
  await desk.whoAmI();
  const { guest: ada } = await createConnectedChat(server);
  const { guest: ben } = await createConnectedChat(server);
  const [first] = [await desk.listChats(), asked.splice(0)];
  expect(first.map(({ id }) => id).toSorted()).toEqual([ada.id, ben.id].toSorted());

  const again = await desk.listChats();
  expect(asked.splice(0)).toEqual(['/api/v2/conversations/chats']);
  expect(again).toEqual(first);

  await ada.leave();
  await ben.say('Hello');
  await server.agent.call(
    'PATCH',
    `/api/v2/conversations/chats/${ben.id}/participants/${again.find(({ id }) => id === ben.id)?.participantId}/attributes`,
    { attributes: { order: '77' } },
  );
  const states = (await desk.listChats()).map(({ id, state }) => [id, state]);
  expect(states).toEqual([
    [ben.id, 'active'],
    // Still to wrap up.
    [ada.id, 'over'],
  ]);
  expect(asked).toContain(`/api/v2/conversations/${ben.id}`);
  await server.stop();
});
