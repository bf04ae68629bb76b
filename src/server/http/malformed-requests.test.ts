import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { createBody, createConnectedChat, type TestGuest } from '../../testing/harness/test-guest.ts';

let server: InProcessServer;
let guest: TestGuest;
beforeAll(async () => {
  server = await startInProcessServer();
  guest = (await createConnectedChat(server)).guest;
});
afterAll(() => server.stop());

const runs = { numRuns: 600 };

/** Addresses that exist, with ids that are right, unknown or no ids at all. */
const segment = fc.oneof(
  fc.constantFrom('', '..', '%00', '%2e%2e%2f', "'", '%ff', '"; DROP TABLE member; --', 'x'.repeat(3000)),
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => encodeURIComponent(text.toWellFormed())),
  fc.constant(randomUUID()),
);
const address = fc
  .tuple(
    fc.constantFrom(
      '/api/v2/webchat/guest/conversations',
      '/api/v2/webchat/guest/conversations/C/members',
      '/api/v2/webchat/guest/conversations/C/members/M',
      '/api/v2/webchat/guest/conversations/C/members/M/messages',
      '/api/v2/webchat/guest/conversations/C/members/M/typing',
      '/api/v2/webchat/guest/conversations/C/messages',
      '/api/v2/webchat/guest/conversations/C/messages/X',
      '/api/v2/webchat/guest/conversations/C/mediarequests',
      '/api/v2/webchat/guest/conversations/C/mediarequests/X',
      '/api/v2/webchat/deployments',
      '/api/v2/webchat/deployments/X',
      '/api/v2/webchat/settings',
      '/api/v2/signeddata',
      '/api/v2/conversations/chats',
      '/api/v2/conversations/chats/C',
      '/api/v2/conversations/C',
      '/api/v2/conversations/chats/C/participants/X',
      '/api/v2/conversations/chats/C/communications/X/messages',
      '/api/v2/conversations/chats/C/communications/X/typing',
      '/api/v2/conversations/chats/C/mediarequests',
      '/api/v2/conversations/chats/C/mediarequests/X',
      '/api/v2/notifications/channels',
      '/api/v2/notifications/channels/X/subscriptions',
      '/api/v2/users/me',
      '/api/v2/users/X/routingstatus',
    ),
    fc.oneof({ weight: 3, arbitrary: fc.constant('own') }, { weight: 1, arbitrary: segment }),
    fc.oneof({ weight: 3, arbitrary: fc.constant('own') }, { weight: 1, arbitrary: segment }),
    segment,
  )
  .map(([path, conversation, member, other]) =>
    path
      .replace('/C', `/${conversation === 'own' ? guest.id : conversation}`)
      .replace('/M', `/${member === 'own' ? guest.memberId : member}`)
      .replace('/X', `/${other}`),
  );
const query = fc.oneof(
  fc.constant(''),
  fc.constantFrom('?maxResults=-1', '?maxResults=1e9', '?after=&before=', '?after=%00', '?sortOrder', '?pageSize=NaN'),
  fc
    .dictionary(fc.constantFrom('after', 'before', 'maxResults', 'pageNumber', 'x'), fc.string())
    .map((entries) => `?${new URLSearchParams(Object.entries(entries))}`),
);
const body = fc.oneof(
  fc.constantFrom(undefined, '', '{', '[]', 'null', '0', '"text"', '{"body":1e400}', '{"__proto__":{"body":"x"}}'),
  fc.json(),
  fc.anything().map((value) => JSON.stringify(value, (_key, one) => (typeof one === 'bigint' ? `${one}` : one))),
  fc
    .record({
      body: fc.oneof(fc.string({ unit: 'binary' }), fc.anything({ maxDepth: 1 })),
      bodyType: fc.anything({ maxDepth: 1 }),
    })
    .map((one) => JSON.stringify(one, (_key, part) => (typeof part === 'bigint' ? 0 : part))),
  fc
    .tuple(fc.constantFrom('memberInfo', 'routingTarget', 'deploymentId', 'journeyContext'), fc.json())
    .map(([field, json]) => JSON.stringify(createBody(server.seed, { [field]: JSON.parse(json) }))),
  fc.constantFrom('connected', 'ACCEPTED', 'CANCELLED').map((state) => JSON.stringify({ state })),
);

test('whatever is sent to whatever address, nothing of it is a 500', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'GET', 'POST', 'POST', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'),
      address,
      query,
      fc.constantFrom('right', 'right', 'right', 'right', 'wrong', 'none', 'broken'),
      body,
      async (method, path, search, who, text) => {
        // These two end the chat that all the others are about.
        fc.pre(!(method === 'DELETE' && path.endsWith(guest.memberId)));
        fc.pre(!text?.includes('disconnected'));
        const [right, wrong] = path.includes('/guest/')
          ? [guest.jwt, server.agent.token]
          : [server.agent.token, guest.jwt];
        const token = { right, wrong, none: undefined, broken: 'a.b.c' }[who];
        const hasBody = text !== undefined && method !== 'GET' && method !== 'HEAD';

        const answer = await server.fetch(`${server.origin}${path}${search}`, {
          method,
          headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
          ...(hasBody ? { body: text } : {}),
        });

        expect(answer.status).toBeLessThan(500);
        if (answer.status >= 400 && method !== 'HEAD') {
          expect(await answer.json()).toMatchObject({ status: answer.status, code: expect.any(String) });
        }
      },
    ),
    runs,
  );
  expect(server.bugs).toEqual([]);
});
