import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent, openQueue } from '../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../testing/harness/in-process-server.ts';
import type { TestAgent } from '../testing/harness/test-agent.ts';
import { createConnectedChat, type TestGuest } from '../testing/harness/test-guest.ts';
import { xssCorpus } from '../testing/harness/xss-corpus.ts';
import { allPermissions } from './domain/permissions.ts';

let server: InProcessServer;
let desk: InProcessServer;
let administrator: TestAgent;
beforeAll(async () => {
  server = await startInProcessServer();
  desk = await openQueue(server);
  administrator = await addAgent(server, { name: 'Bo', permissions: allPermissions, capacity: 0 });
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.stop();
});

type Listed = { entities: { id: string }[]; next?: string };

async function search(who: TestAgent, query: Record<string, string>): Promise<string[]> {
  const answer = await who.call('GET', `/api/v2/conversations/history?${new URLSearchParams(query)}`);
  expect(answer.status).toBe(200);
  return (answer.body as Listed).entities.map(({ id }) => id);
}

/** A chat that is over, with these messages. */
async function past(texts: string, memberInfo: object = { displayName: 'Ada' }): Promise<TestGuest> {
  const { guest } = await createConnectedChat(desk, { memberInfo });
  await guest.say(texts);
  await guest.leave();
  await server.elapse(1000);
  return guest;
}

test('a chat is found by its words once it is over, whatever their case and accents', async () => {
  const { guest } = await createConnectedChat(desk);
  await guest.say('Où est mon CAFÉ crème?');
  expect(await search(desk.agent, { text: 'cafe' })).toEqual([]);

  await guest.leave();
  await server.elapse(1000);

  for (const text of ['cafe', 'Café', 'CREME ou', 'mon'])
    expect(await search(desk.agent, { text })).toEqual([guest.id]);
  for (const text of ['caf', 'cafe tea']) expect(await search(desk.agent, { text })).toEqual([]);
});

test.each([
  ['grosse', 'Meine große Laterne'],
  ['ελλαδα', 'Από την Ελλάδα'],
  ['lodz', 'Z Łodzi do: Łódź'],
  ['dep', 'đẹp quá'],
  ['配送', '配送はいつですか'],
  ['배송', '배송 언제'],
  ['ขอบ', 'ขอบคุณครับ'],
])('%s finds “%s”', async (text, texts) => {
  const guest = await past(texts);

  expect(await search(administrator, { text })).toEqual([guest.id]);
});

test('the answer says how many chats are not indexed yet, of those that one may read', async () => {
  const { guest } = await createConnectedChat(desk);
  await guest.say('Unheard of');
  await guest.leave();
  const stranger = await addAgent(server, { name: 'Lee', capacity: 0 });
  const answer = async (who: TestAgent) => {
    const { body } = await who.call('GET', '/api/v2/conversations/history?text=unheard');
    return body as { entities: unknown[]; unindexedChats: number };
  };

  expect(await answer(desk.agent)).toMatchObject({ entities: [], unindexedChats: 1 });
  await server.elapse(1000);
  expect(await answer(desk.agent)).toMatchObject({ entities: [{ id: guest.id }], unindexedChats: 0 });
  expect(await answer(stranger)).toEqual({ entities: [], unindexedChats: 0 });
});

test('names and addresses are found by their beginnings', async () => {
  const guest = await past('Hello', { displayName: 'Grace Hopper', email: 'Grace.Hopper@navy.example' });

  for (const query of [{ name: 'hop' }, { name: 'grace hopper' }, { email: 'grace.hopper@navy.example' }]) {
    expect(await search(desk.agent, query)).toEqual([guest.id]);
  }
  expect(await search(desk.agent, { email: 'navy', name: 'gr', text: 'hello' })).toEqual([guest.id]);
  expect(await search(desk.agent, { email: 'opper' })).toEqual([]);
});

test('queue, agent and dates narrow, and pages follow one another with nothing twice', async () => {
  const from = new Date(server.now()).toISOString();
  const guests: TestGuest[] = [];
  for (let count = 0; count < 5; count += 1) guests.push(await past('Paged'));
  const to = new Date(server.now()).toISOString();
  const inOrder = guests.map(({ id }) => id).toReversed();

  expect(await search(desk.agent, { from, to, userId: desk.agent.userId })).toEqual(inOrder);
  expect(await search(desk.agent, { from: to })).toEqual([]);
  expect(await search(administrator, { from, queueId: 'nowhere' })).toEqual([]);
  expect(await search(administrator, { from, userId: administrator.userId })).toEqual([]);
  const paged: string[] = [];
  let next: string | undefined = `/api/v2/conversations/history?pageSize=2&from=${from}`;
  while (next) {
    const page: Listed = (await desk.agent.call('GET', next)).body as Listed;
    paged.push(...page.entities.map(({ id }) => id));
    next = page.next;
  }
  expect(paged).toEqual(inOrder);
});

test('an agent of another queue finds and reads nothing of it, an administrator all of it', async () => {
  const guest = await past('Confidential');
  const path = `/api/v2/conversations/history/${guest.id}`;
  const stranger = await addAgent(server, { name: 'Kim', capacity: 0 });

  expect(await search(stranger, { text: 'confidential' })).toEqual([]);
  expect(await stranger.call('GET', path)).toMatchObject({ status: 404 });
  expect(await stranger.call('GET', `${path}/messages`)).toMatchObject({ status: 404 });
  expect(await search(administrator, { text: 'confidential' })).toEqual([guest.id]);
  expect(await administrator.call('GET', path)).toMatchObject({ status: 200 });
});

test('a past chat is read with its messages and notes', async () => {
  const { guest } = await createConnectedChat(desk);
  for (const text of xssCorpus.slice(0, 8)) await guest.say(text);
  const note = `/api/v2/conversations/chats/${guest.id}/notes`;
  await desk.agent.call('POST', note, { body: xssCorpus[0] });
  await guest.leave();

  const whole = await administrator.call('GET', `/api/v2/conversations/history/${guest.id}`);
  const messages = await administrator.call('GET', `/api/v2/conversations/history/${guest.id}/messages`);

  expect(whole.body).toMatchObject({ id: guest.id, notes: [{ body: xssCorpus[0] }], conversation: { id: guest.id } });
  const texts = (messages.body as { entities: { body: string; bodyType: string }[] }).entities;
  expect(texts.filter(({ bodyType }) => bodyType === 'standard').map(({ body }) => body)).toEqual(
    xssCorpus.slice(0, 8),
  );
});

test("one person's data is handed out whole, and deleted so that nothing of it is left", async () => {
  const memberInfo = { displayName: 'Eve', email: 'Eve@one.example' };
  const guest = await past('My secret', memberInfo);
  const other = await past('Hers', { displayName: 'Eve', email: 'eve@one.example.org' });
  const path = '/api/v2/personaldata?email=eve%40ONE.example';

  const given = await administrator.call('GET', path);
  const deleted = await administrator.call('DELETE', path);

  expect(JSON.stringify(given.body)).toContain('My secret');
  expect(JSON.stringify(given.body)).not.toContain('Hers');
  expect(deleted.body).toEqual({ deleted: 1 });
  expect(await search(administrator, { name: 'eve' })).toEqual([other.id]);
  expect(await administrator.call('GET', `/api/v2/conversations/history/${guest.id}`)).toMatchObject({ status: 404 });
});

test('chats are deleted so many days after their end as their deployment says', async () => {
  const guest = await past('Not for ever');
  const path = `/api/v2/webchat/deployments/${server.seed.deploymentId}`;
  await server.elapse(10_000);
  expect(await search(administrator, { text: 'ever' })).toEqual([guest.id]);

  const day = 24 * 60 * 60 * 1000;
  await administrator.call('PUT', path, { name: 'Shop', retentionDays: 30 });
  server.skip(29 * day);
  await server.elapse(5000);
  const left = async () => {
    const reader = { organizationId: server.seed.organizationId, userId: administrator.userId, seesAll: true };
    const found = await server.services.storage.run('searchHistory', { now: 0, reader, query: { most: 100 } });
    return found.value?.chats.map(({ conversation }) => conversation.id) ?? [];
  };
  const stored = await left();
  server.skip(day);
  await server.elapse(5000);

  expect(stored).toContain(guest.id);
  expect(await left()).toEqual([]);
});
