import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent, openQueue } from '../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../testing/harness/in-process-server.ts';
import type { TestAgent } from '../testing/harness/test-agent.ts';
import { createConnectedChat } from '../testing/harness/test-guest.ts';
import { xssCorpus } from '../testing/harness/xss-corpus.ts';
import { allPermissions } from './domain/permissions.ts';

let server: InProcessServer;
let administrator: TestAgent;
beforeAll(async () => {
  server = await startInProcessServer();
  administrator = await addAgent(server, { name: 'Bo', permissions: allPermissions, capacity: 0 });
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.stop();
});

type Row = Record<string, unknown> & { id: string; version: number };
const list = async (path: string, who = administrator) =>
  ((await who.call('GET', `/api/v2${path}`)).body as { entities: Row[] }).entities;
const make = async (path: string, body: object) =>
  (await administrator.call('POST', `/api/v2${path}`, body)).body as Row;

test('agents list canned replies, and administrators change them', async () => {
  const hello = await make('/responses', { shortcut: 'Hello', body: 'Hello {name}, I am {agent}' });
  const others = xssCorpus.slice(0, 10);
  for (const [index, body] of [...others.entries()].toReversed())
    await make('/responses', { shortcut: `x${index}`, body });

  const seen = await list('/responses', server.agent);

  expect(seen[0]).toEqual({ ...hello, shortcut: 'hello', body: 'Hello {name}, I am {agent}', version: 1 });
  expect(seen.slice(1).map(({ body }) => body)).toEqual(others);
  expect(await administrator.call('POST', '/api/v2/responses', { shortcut: 'HELLO', body: 'x' })).toMatchObject({
    status: 409,
  });
  expect(await administrator.call('POST', '/api/v2/responses', { shortcut: 'a b', body: 'x' })).toMatchObject({
    status: 400,
  });
  expect(await administrator.call('DELETE', `/api/v2/responses/${hello.id}`)).toMatchObject({ status: 204 });
  expect(await list('/responses')).toHaveLength(others.length);
});

test.each([
  ['/responses', { shortcut: 'bye', body: 'Bye' }],
  ['/routing/queues', { name: 'Returns', memberIds: [] }],
  ['/webchat/deployments', { name: 'A shop' }],
])('of two changes to the same one of %s the second gets a conflict and is not applied', async (path, body) => {
  const { id, version } = await make(path, body);
  const change = (more: object) => administrator.call('PUT', `/api/v2${path}/${id}`, { ...body, version, ...more });

  expect(await change({})).toMatchObject({ status: 200, body: { version: version + 1 } });
  expect(await change({ description: 'Mine' })).toMatchObject({ status: 409, body: { code: 'request.conflict' } });
  expect(await change({ version: version + 1 })).toMatchObject({ status: 200 });
});

test('what a change of a queue or of a person leaves out stays as it was [S16]', async () => {
  const person = { name: 'Uma', email: 'uma@all.example', role: 'administrator', capacity: 7 };
  const uma = await make('/users', { ...person, skills: ['billing'], languages: ['fr'] });
  const queue = await make('/routing/queues', { name: 'Partial', memberIds: [uma.id] });

  const renamed = await administrator.call('PUT', `/api/v2/users/${uma.id}`, { name: 'Uma B.', email: person.email });
  const moved = await administrator.call('PUT', `/api/v2/routing/queues/${queue.id}`, { name: 'Still partial' });

  const stored = { ...person, name: 'Uma B.', skills: ['billing'], languages: ['fr'] };
  expect(renamed).toMatchObject({ status: 200, body: stored });
  expect(moved).toMatchObject({ status: 200, body: { name: 'Still partial', memberIds: [uma.id] } });
  const emptied = { name: 'Uma B.', email: person.email, skills: [], languages: [] };
  expect(await administrator.call('PUT', `/api/v2/users/${uma.id}`, emptied)).toMatchObject({
    body: { skills: [], capacity: 7 },
  });
});

test('a change of a program that leaves out what it may do, and for whom, changes neither [S16]', async () => {
  const bot = await make('/oauth/clients', {
    name: 'Partial bot',
    userId: server.agent.userId,
    permissions: ['conversation:communication:disconnect'],
  });
  const change = (body: object) => administrator.call('PUT', `/api/v2/oauth/clients/${bot.id}`, body);

  const stored = { permissions: bot.permissions, userId: server.agent.userId };
  expect(await change({ name: 'Renamed bot' })).toMatchObject({
    status: 200,
    body: { name: 'Renamed bot', ...stored },
  });
  const emptied = await change({ name: 'Renamed bot', permissions: [], userId: null });
  expect(emptied).toMatchObject({ status: 200, body: { permissions: [] } });
  expect(emptied.body).not.toHaveProperty('userId');
});

test('a queue gets its members, offers them what waits, and answers why it cannot be removed', async () => {
  const desk = await openQueue(server);
  const [queue] = (await list('/routing/queues')).filter(({ name }) => name === desk.seed.queue);
  expect(queue?.memberIds).toEqual([desk.agent.userId]);
  const { guest } = await createConnectedChat(desk);

  expect(await administrator.call('DELETE', `/api/v2/routing/queues/${queue?.id}`)).toMatchObject({
    status: 409,
    body: { message: '1 chat goes on in this queue' },
  });
  await guest.leave();

  expect(await administrator.call('DELETE', `/api/v2/routing/queues/${queue?.id}`)).toMatchObject({ status: 204 });
  expect((await list('/routing/queues')).map(({ id }) => id)).not.toContain(queue?.id);
  const wrong = { name: 'Sales', memberIds: ['00000000-0000-4000-8000-000000000000'] };
  expect(await administrator.call('POST', '/api/v2/routing/queues', wrong)).toMatchObject({ status: 400 });
});

test('a chat is handed over with a note that the next one reads', async () => {
  const desk = await openQueue(server);
  const { guest } = await createConnectedChat(desk);
  const next = await addAgent(desk, { name: 'Kim' });
  const mine = (await desk.agent.conversation(guest.id)).participants.find((one) => one.userId === desk.agent.userId);

  const path = `/api/v2/conversations/chats/${guest.id}/participants/${mine?.id}/replace`;
  await desk.agent.call('POST', path, { userId: next.userId, note: 'Wants a refund' });
  await next.accept(guest.id);

  expect(await list(`/conversations/chats/${guest.id}/notes`, next)).toMatchObject([{ body: 'Wants a refund' }]);
  expect(JSON.stringify((await guest.call('GET', '/messages')).body)).not.toContain('refund');
});

test('every administrative act is written down, newest first, and read as a page or a file', async () => {
  const code = await make('/routing/wrapupcodes', { name: '=Solved, "really"' });
  await administrator.call('PUT', `/api/v2/routing/wrapupcodes/${code.id}`, { name: 'Solved' });
  await administrator.call('DELETE', `/api/v2/routing/wrapupcodes/${code.id}`);
  await administrator.call('PUT', '/api/v2/webchat/settings', { requireDeployment: false });

  const entries = await list('/audits');
  const file = await server.fetch('/api/v2/audits?format=csv', {
    headers: { Authorization: `Bearer ${administrator.token}` },
  });
  const csv = await file.text();

  expect(new Set(entries.map(({ actor }) => (actor as { name: string }).name))).toEqual(new Set(['Bo']));
  const ofCode = entries.filter(({ subject }) => (subject as { id: string }).id === code.id);
  expect(ofCode.map(({ action }) => action).toSorted()).toEqual(['changed', 'created', 'removed']);
  expect(entries.map(({ subject }) => (subject as { kind: string }).kind)).toContain('settings');
  expect(csv.split('\r\n')[0]).toBe('timestamp,actor,actor name,action,kind,subject,subject name');
  expect(csv).toContain(`"'=Solved, ""really"""`);
});
