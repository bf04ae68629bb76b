import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { operations } from '../protocol/operations.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createFakeRandom } from '../testing/fake-random.ts';
import { createGuestApi } from './guest-api.ts';

test('every request is one of the protocol’s operations, and carries the credentials it asks for', async () => {
  const requests: Request[] = [];
  const { createConversation, conversation } = createGuestApi({
    base: 'https://chat.example',
    organizationId: 'o',
    deploymentId: 'd',
    routing: { queue: 'Support' },
    fetch(request) {
      requests.push(request);
      return new Response('{}');
    },
    WebSocket,
    clock: createFakeClock(),
    random: createFakeRandom(),
  });
  const capabilities = { idempotencyKey: true, seq: true };
  const port = conversation({
    id: 'C',
    memberId: 'M',
    jwt: 'token',
    eventStreamUri: 'wss://chat.example',
    capabilities,
  });
  const calls = {
    createConversation: createConversation({ displayName: 'Gina' }),
    listMessages: port.listMessages({ after: 'x', sortOrder: 'ascending', maxResults: 100 }),
    sendMessage: port.sendMessage('Hello', 'key'),
    sendTyping: port.sendTyping(),
    listMembers: port.listMembers(),
    getMember: port.getMember('M'),
    removeMember: port.leave(),
    listMediaRequests: port.listMediaRequests(),
    updateMediaRequest: port.answerMediaRequest({ id: 'R', types: [], state: 'PENDING' }, 'ACCEPTED'),
  };
  await Promise.allSettled(Object.values(calls));

  for (const [index, name] of (Object.keys(calls) as (keyof typeof calls)[]).entries()) {
    const { method, path, caller } = operations[name];
    const filled = path.replace('{conversationId}', 'C').replace('{memberId}', 'M').replace('{mediaRequestId}', 'R');
    expect(requests[index]).toMatchObject({ method });
    expect(new URL(requests[index]?.url ?? '').pathname).toBe(filled);
    expect(requests[index]?.headers.get('authorization')).toBe(caller === 'guest' ? 'Bearer token' : null);
  }
  expect(requests).toHaveLength(Object.keys(calls).length);
});
