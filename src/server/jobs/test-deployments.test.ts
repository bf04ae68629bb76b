import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../protocol/schema/primitives.ts';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { createBody, createGuest } from '../../testing/harness/test-guest.ts';
import { answerDelayMs, type Behaviour } from '../domain/test-behaviours.ts';
import type { Storage } from '../storage/storage.ts';
import { createTestAgents } from './test-agents.ts';

let server: InProcessServer;
let ids: Map<Behaviour, string>;
beforeAll(async () => {
  server = await startInProcessServer();
  const all = await ensure();
  ids = new Map(all.map(({ behaviour, id }) => [behaviour, id]));
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.stop();
});

const ensure = () =>
  server.services.storage.run('ensureTestDeployments', {
    organizationId: server.seed.organizationId,
    now: server.now(),
  });

/** With the queue that the site's own tag names. */
async function open(behaviour: Behaviour) {
  const guest = await createGuest(server, { deploymentId: ids.get(behaviour) });
  const socket = await guest.attach();
  const texts = async () => {
    const { body } = await guest.call('GET', '/messages');
    const { entities } = body as { entities: { body: string; bodyType: string }[] };
    return entities.map((one) => (one.bodyType === 'standard' ? one.body : one.bodyType));
  };
  return { guest, socket, texts };
}

async function rejectionOf(behaviour: Behaviour): Promise<string> {
  const answer = await server.fetch('/api/v2/webchat/guest/conversations', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(createBody(server.seed, { deploymentId: ids.get(behaviour) })),
  });
  return `${answer.status} ${((await answer.json()) as { code: string }).code}`;
}

test('answers: the agent joins at once, types, and answers each message once and in order', async () => {
  const { guest, socket, texts } = await open('answers');

  await server.elapse(500);
  await socket.waitFor('member-join');
  await guest.say('Hello?');
  await guest.say('Anybody?');
  await server.elapse(500);
  await socket.waitFor('typing');
  expect(await texts()).toEqual(['member-join', 'Hello?', 'Anybody?']);
  await server.elapse(5000);

  expect(await texts()).toEqual(['member-join', 'Hello?', 'Anybody?', 'You wrote: Hello?', 'You wrote: Anybody?']);
  expect(socket.received.filter((what) => what === 'typing')).toHaveLength(1);
  await guest.leave();
});

test('answers: the longest message has an answer too', async () => {
  const { guest, texts } = await open('answers');
  await server.elapse(500);

  await guest.say('x'.repeat(limits.messageBody));
  await server.elapse(2000);

  const answer = (await texts()).at(-1) ?? '';
  expect(answer).toMatch(/^You wrote: x+$/);
  // The longest message that is allowed.
  expect(answer).toHaveLength(limits.messageBody);
  await guest.leave();
});

test('answers: many guests at once', async () => {
  const all = [await open('answers'), await open('answers'), await open('drops')];
  await server.elapse(500);
  for (const { guest } of all) await guest.say('Me?');
  await server.elapse(2000);

  for (const { guest, texts } of all) {
    expect(await texts()).toEqual(['member-join', 'Me?', 'You wrote: Me?']);
    await guest.leave();
  }
});

test("busy: no agent joins, however long the guest waits, and the site's own agents are not offered the chat", async () => {
  const { guest, texts } = await open('busy');

  await guest.say('Hello?');
  await server.elapse(10 * 60_000);

  expect(await texts()).toEqual(['Hello?']);
  expect(await server.agent.chats()).toEqual([]);
  await guest.leave();
});

test('closed: the start is refused as by a deployment that is disabled', async () => {
  expect(await rejectionOf('closed')).toBe('400 chat.deployment.disabled');
});

test('refuses: the start is refused as by a tag with a wrong queue', async () => {
  expect(await rejectionOf('refuses')).toBe('400 chat.error.invalid.queue');
});

test('drops: the first message is answered; at the second the agent is gone, and the chat is over', async () => {
  const { guest, socket, texts } = await open('drops');
  await server.elapse(500);

  await guest.say('Hello?');
  await server.elapse(2000);
  await guest.say('Are you there?');
  await server.elapse(500);

  expect(await socket.closed).toEqual({ code: 1001, reason: 'The conversation is ended' });
  expect(socket.received).toContain('member-leave');
  expect((await texts()).slice(0, 4)).toEqual(['member-join', 'Hello?', 'You wrote: Hello?', 'Are you there?']);
  expect(await guest.say('Hello?')).toMatchObject({ status: 400, body: { code: 'chat.error.conversation.state' } });
  expect(await server.services.storage.run('listTestChats', undefined)).toEqual([]);
});

test('one chat’s trouble is not another’s, and stands in the log', async () => {
  const [broken, whole] = [await open('answers'), await open('answers')];
  await server.elapse(500);
  for (const { guest } of [broken, whole]) await guest.say('Hello?');
  const { storage, log } = server.services;
  const lines: string[] = [];
  const run: Storage['run'] = (name, args) =>
    name === 'listMessages' && JSON.stringify(args).includes(broken.guest.id)
      ? Promise.reject(new Error('The disk is full'))
      : storage.run(name, args);
  const clock = { ...server.services.clock, now: () => server.now() + 2 * answerDelayMs };
  const agents = createTestAgents({
    ...server.services,
    clock,
    storage: { ...storage, run },
    log: { ...log, error: (...details: unknown[]) => void lines.push(String(details.at(-1))) },
  });

  await agents.run();

  expect(await whole.texts()).toEqual(['member-join', 'Hello?', 'You wrote: Hello?']);
  expect(await broken.texts()).toEqual(['member-join', 'Hello?']);
  expect(lines).toEqual(['A test deployment did not do its part']);
  for (const { guest } of [broken, whole]) await guest.leave();
});

test('their agent and their queues are no one and nowhere to hand a chat to', async () => {
  const { organizationId } = server.seed;
  const people = await server.services.storage.run('listColleagues', { organizationId });
  const queues = await server.services.storage.run('listQueues', { organizationId });

  expect(people.map(({ name }) => name)).toEqual(['Robin Ahlberg']);
  expect(queues.map(({ name }) => name)).toEqual([server.seed.queue]);
});

test('created again they keep their ids, and a removed one is created again', async () => {
  const again = await ensure();
  expect(new Map(again.map(({ behaviour, id }) => [behaviour, id]))).toEqual(ids);

  const { organizationId } = server.seed;
  await server.services.storage.run('deleteDeployment', { organizationId, id: ids.get('busy') ?? '', now: 1 });
  const repaired = await ensure();

  expect(repaired.filter(({ behaviour, id }) => ids.get(behaviour) !== id).map(({ behaviour }) => behaviour)).toEqual([
    'busy',
  ]);
});

test('a chat goes on where it was when the service starts again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'porchlight-test-'));
  const first = await startInProcessServer({ engine: 'sqlite', folder });
  const at = { organizationId: first.seed.organizationId, now: first.now() };
  const [answers] = await first.services.storage.run('ensureTestDeployments', at);
  const guest = await createGuest(first, { deploymentId: answers?.id });
  await guest.attach();
  await first.elapse(500);
  await guest.say('Hello?');
  await first.elapse(2000);
  await guest.say('Still there?');
  await first.stop();

  const second = await startInProcessServer({ engine: 'sqlite', folder, startAt: first.now() });
  await second.elapse(5000);

  const { conversationId, userId } = (await second.services.storage.run('listTestChats', undefined))[0] ?? {};
  const agent = { conversationId: conversationId ?? '', userId: userId ?? '' };
  const query = { sortOrder: 'ascending', maxResults: 100 } as const;
  const listed = await second.services.storage.run('listMessages', { agent, now: second.now(), query });
  expect(listed.value?.messages.map(({ body }) => body)).toEqual([
    '',
    'Hello?',
    'You wrote: Hello?',
    'Still there?',
    'You wrote: Still there?',
  ]);
  await second.stop();
  await rm(folder, { recursive: true, force: true });
});
