import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { operations } from '../../protocol/operations.ts';
import { createFakeClock } from '../../testing/fakes/clock.ts';
import { createFakeRandom } from '../../testing/fakes/random.ts';
import { changeDeployment } from '../../testing/harness/admin-seed.ts';
import { startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { until } from '../../testing/harness/until.ts';
import { createGuestClient } from './guest-client.ts';

const options = {
  base: 'https://chat.example',
  organizationId: 'o',
  deploymentId: 'd',
  routing: { queue: 'Support' },
  WebSocket,
  clock: createFakeClock(),
  random: createFakeRandom(),
};

test('every request is one of the protocol’s operations, and carries the credentials it asks for', async () => {
  const requests: Request[] = [];
  const record = (request: Request) => {
    requests.push(request);
    return new Response('{}');
  };
  const { createConversation } = createGuestClient({ ...options, fetch: record });
  const port = portWith(record);
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

test.each([
  [204, undefined],
  [404, 'chat.error.not.found'],
  [410, undefined],
  [401, 'credentials.expired'],
  [400, 'chat.error.member.state'],
  [400, 'chat.error.conversation.state'],
])('leaving is done also where one has left already: %d %s', async (status, code) => {
  await expect(leaveWith(status, code)).resolves.toBeUndefined();
});

test.each([
  [500, 'chat.error'],
  [429, 'too.many.requests'],
  [400, 'bad.request'],
])('leaving fails otherwise: %d %s', async (status, code) => {
  await expect(leaveWith(status, code)).rejects.toMatchObject({ status, code });
});

test('signed data are asked for each conversation anew, and go with the request', async () => {
  const bodies: unknown[] = [];
  const fetch = async (request: Request) => {
    bodies.push(await request.json());
    return new Response('{}');
  };
  let asked = 0;
  const { createConversation } = createGuestClient({
    ...options,
    fetch,
    memberAuthToken: async () => `signed ${++asked}`,
  });

  await Promise.allSettled([createConversation({ displayName: 'Gina' })]);
  await Promise.allSettled([createConversation({ displayName: 'Gina' })]);

  expect(bodies).toMatchObject([{ memberAuthToken: 'signed 1' }, { memberAuthToken: 'signed 2' }]);
});

test('a deployment that wants signed data is opened by them, each chat by its own', async () => {
  const server = await startInProcessServer();
  await changeDeployment(server, { authentication_required: 1 });
  const { organizationId, deploymentId, queue } = server.seed;
  const memberAuthToken = async () => {
    const { body } = await server.agent.call('POST', '/api/v2/signeddata', { authorized: true });
    return (body as { jwt: string }).jwt;
  };
  const real = { ...options, base: server.origin, organizationId, deploymentId, routing: { queue } };
  const fetch = (request: Request) => server.fetch(request);
  const known = createGuestClient({ ...real, fetch, memberAuthToken });

  const first = await known.createConversation({ displayName: 'Gina' });
  const second = await known.createConversation({ displayName: 'Gina' });

  expect(first.id).not.toBe(second.id);
  await expect(createGuestClient({ ...real, fetch }).createConversation({ displayName: 'Gina' })).rejects.toMatchObject(
    {
      kind: 'rejected',
    },
  );
  await server.stop();
});

test('a page that cannot say who its visitor is gets no chat as nobody', async () => {
  let requests = 0;
  const fetch = () => {
    requests++;
    return new Response('{}');
  };
  const { createConversation } = createGuestClient({
    ...options,
    fetch,
    memberAuthToken: () => Promise.reject('signed out'),
  });

  await expect(createConversation({ displayName: 'Gina' })).rejects.toMatchObject({ code: 'member.auth.token' });
  expect(requests).toBe(0);
});

test('a site’s worker that answers every reading from its cache first hides no message, on a reload neither [L5]', async () => {
  const server = await startInProcessServer();
  const { organizationId, deploymentId, queue } = server.seed;
  const cache = new Map<string, Response>();
  const cacheFirst = async (request: Request) => {
    const cached = request.method === 'GET' ? cache.get(request.url) : undefined;
    if (cached) return cached.clone();
    const answer = await server.fetch(request);
    if (request.method === 'GET') cache.set(request.url, answer.clone());
    return answer;
  };
  const openPage = () =>
    createGuestClient({
      ...options,
      base: server.origin,
      organizationId,
      deploymentId,
      routing: { queue },
      fetch: cacheFirst,
    });
  const chat = await openPage().createConversation({ displayName: 'Gina' });
  const guest = openPage().conversation(chat);
  const line = guest.openStream({
    onOpen() {},
    onLost() {},
    onEvent() {},
    onUnreadable() {},
    onOver() {},
    onLeader() {},
  });
  const bodies = async () => {
    const page = openPage().conversation(chat);
    return (await page.listMessages({ sortOrder: 'ascending', maxResults: 50 })).map(({ body }) => body);
  };

  await until(async () => (await server.agent.chats()).length > 0, 'the chat offered');
  expect(await bodies()).toEqual([]);
  await guest.sendMessage('Hello', 'k1');

  expect(await bodies()).toEqual(['Hello']);
  line.stop();
  await server.stop();
});

function leaveWith(status: number, code: string | undefined): Promise<void> {
  const body = status === 204 ? null : JSON.stringify({ code, status });
  return portWith(() => new Response(body, { status })).leave();
}

function portWith(fetch: (request: Request) => Response) {
  const capabilities = { idempotencyKey: true, seq: true };
  const conversation = { id: 'C', memberId: 'M', jwt: 'token', eventStreamUri: 'wss://chat.example', capabilities };
  return createGuestClient({ ...options, fetch }).conversation(conversation);
}
