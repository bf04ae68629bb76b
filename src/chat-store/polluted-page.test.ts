import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeFrame } from '../client/decode-frame.ts';
import { createGuestClient } from '../client/guest/guest-client.ts';
import { createFakeClock } from '../testing/fakes/clock.ts';
import { createFakeRandom } from '../testing/fakes/random.ts';
import { openLiveStore, openStore } from '../testing/harness/open-store.ts';

/** What old libraries and careless pages leave on the prototypes that all scripts share, for `for … in` to find. */
const additions = {
  object: { theme: 'dark', name: 'shop', outbox: 'none', conversation: 'none', seq: 7, each: () => {} },
  array: { last: () => {}, contains: () => {}, theme: 'dark' },
};

beforeEach(() => {
  Object.assign(Object.prototype, additions.object);
  Object.assign(Array.prototype, additions.array);
});

afterEach(() => {
  for (const name of Object.keys(additions.object)) Reflect.deleteProperty(Object.prototype, name);
  for (const name of Object.keys(additions.array)) Reflect.deleteProperty(Array.prototype, name);
});

test('a chat starts, talks and goes on after a reload', async () => {
  const before = await openLiveStore();
  before.store.send('Hello');
  before.service.say('a', 'Good day');
  await before.clock.elapse(0);
  before.store.dispose();

  const { store, clock } = openStore(before);
  await clock.elapse(0);

  expect(store.status.value).toBe('waiting');
  expect(store.entries.value.map(({ body }) => body)).toEqual(['Hello', 'Good day']);
});

test('nothing kept is nothing', () => {
  const { store } = openStore();

  expect(store.status.value).toBe('idle');
  expect(store.entries.value).toEqual([]);
});

test('requests say what was meant, and answers are read as they are', async () => {
  const requests: { method: string; url: string; body: unknown }[] = [];
  const api = createGuestClient({
    base: 'https://chat.example',
    organizationId: 'o',
    deploymentId: 'd',
    routing: { queue: 'Support' },
    async fetch(request) {
      const text = await request.text();
      requests.push({ method: request.method, url: request.url, body: text && JSON.parse(text) });
      return Response.json({ id: 'c', jwt: 'token', eventStreamUri: 'wss://chat.example/s', member: { id: 'm' } });
    },
    WebSocket: undefined,
    clock: createFakeClock(),
    random: createFakeRandom(),
  });

  const conversation = await api.createConversation({ displayName: 'Gina' });

  expect(conversation).toMatchObject({ id: 'c', memberId: 'm' });
  expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'POST https://chat.example/api/v2/webchat/guest/conversations',
  ]);
  expect(Object.keys(requests[0]?.body ?? {})).toEqual([
    'organizationId',
    'deploymentId',
    'routingTarget',
    'memberInfo',
  ]);
  expect(decodeFrame(undefined, 'c')).toBeUndefined();
});
