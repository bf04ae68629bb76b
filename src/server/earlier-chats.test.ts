import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent, administer, openQueue } from '../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../testing/harness/in-process-server.ts';
import { createConnectedChat, type TestGuest } from '../testing/harness/test-guest.ts';

let server: InProcessServer;
beforeAll(async () => {
  server = await startInProcessServer();
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.stop();
});

async function sign(data: object): Promise<string> {
  const { body } = await server.agent.call('POST', '/api/v2/signeddata', data);
  return (body as { jwt: string }).jwt;
}

type Visit = { signed?: object; memberInfo?: object; at?: InProcessServer };

async function chat({ signed, memberInfo = {}, at = server }: Visit): Promise<TestGuest> {
  const { guest } = await createConnectedChat(at, {
    memberInfo: { displayName: 'Ada', ...memberInfo },
    ...(signed ? { memberAuthToken: await sign(signed) } : {}),
  });
  return guest;
}

async function past(texts: string, visit: Visit): Promise<TestGuest> {
  const guest = await chat(visit);
  await guest.say(texts);
  await guest.leave();
  await server.elapse(1000);
  return guest;
}

type Earlier = { id: string; participants: { id: string; purpose: string; name: string }[] };
const earlierOf = async ({ id }: TestGuest, agent = server.agent) =>
  ((await agent.call('GET', `/api/v2/conversations/chats/${id}/earlier`)).body as { entities: Earlier[] }).entities;
const read = (now: TestGuest, earlier: string, agent = server.agent) =>
  agent.call('GET', `/api/v2/conversations/chats/${now.id}/earlier/${earlier}/messages`);

test('an agent reads a signed-in visitor’s earlier chats, the last one first, of any queue', async () => {
  const elsewhere = await openQueue(server);
  const first = await past('My lamp is broken', { signed: { sub: 'customer 77' }, at: elsewhere });
  const second = await past('It still is', { signed: { sub: 'customer 77', email: 'ada@example.com' } });
  await past('Somebody else', { signed: { sub: 'customer 78' } });

  const now = await chat({ signed: { sub: 'customer 77' } });

  const earlier = await earlierOf(now);
  expect(earlier.map(({ id }) => id)).toEqual([second.id, first.id]);
  expect(earlier[0]?.participants).toContainEqual({ id: second.memberId, purpose: 'customer', name: 'Ada' });
  const { body } = await read(now, first.id);
  expect((body as { entities: { body: string }[] }).entities.map((one) => one.body)).toContain('My lamp is broken');
  expect(JSON.stringify(body)).not.toContain('idempotencyKey');
  await now.leave();
});

test('an address, a name or a field that any visitor can type shows no earlier chat, and does not count as signed', async () => {
  await past('Mine', {
    signed: { sub: 'customer 80', email: 'eve@example.com' },
    memberInfo: { email: 'x@y.example' },
  });
  const typed = {
    email: 'eve@example.com',
    firstName: 'Ada',
    customFields: { sub: 'customer 80', subject: 'customer 80' },
  };
  await past('Typed', { memberInfo: typed });

  const now = await chat({ memberInfo: typed });
  const signedWithout = await chat({ signed: { email: 'eve@example.com' }, memberInfo: typed });

  expect(await earlierOf(now)).toEqual([]);
  expect(await earlierOf(signedWithout)).toEqual([]);
  expect(await signedFieldsOf(now)).toEqual([]);
  expect(await signedFieldsOf(signedWithout)).toEqual(['email']);
  for (const guest of [now, signedWithout]) await guest.leave();
});

async function signedFieldsOf({ id }: TestGuest): Promise<string[] | undefined> {
  const { body } = await server.agent.call('GET', `/api/v2/conversations/${id}`);
  const { participants } = body as { participants: { purpose: string; signedFields?: string[] }[] };
  return participants.find(({ purpose }) => purpose === 'customer')?.signedFields;
}

test('no field of the page covers what was signed', async () => {
  const now = await chat({
    signed: { sub: 81, email: 'ada@example.com' },
    memberInfo: { customFields: { email: 'boss@example.com', sub: 'customer 77' } },
  });

  const { body } = await server.agent.call('GET', `/api/v2/conversations/${now.id}`);

  expect(JSON.stringify(body)).toContain('"context.email":"ada@example.com"');
  expect(JSON.stringify(body)).toContain('"context.sub":"81"');
  expect(JSON.stringify(body)).not.toMatch(/boss@|customer 77/);
  await now.leave();
});

test('only an agent in the chat reads the earlier ones, and through it only those', async () => {
  const stranger = await addAgent(await openQueue(server), { name: 'Sam' });
  const theirs = await past('Of 82', { signed: { sub: 'customer 82' } });
  const other = await past('Of 83', { signed: { sub: 'customer 83' } });
  const now = await chat({ signed: { sub: 'customer 82' } });

  expect((await read(now, theirs.id)).status).toBe(200);
  expect((await read(now, other.id)).status).toBe(404);
  expect((await read(now, now.id)).status).toBe(404);
  expect((await read(now, theirs.id, stranger)).status).toBe(404);
  expect((await stranger.call('GET', `/api/v2/conversations/chats/${now.id}/earlier`)).status).toBe(404);
  expect((await now.call('GET', '/earlier')).status).toBe(404);
  await now.leave();
});

test('neither what goes on beside it nor what began after it is earlier', async () => {
  const signed = { sub: 'customer 85' };
  const beside = await chat({ signed });
  await server.elapse(1000);
  const now = await chat({ signed });
  await server.elapse(1000);
  const later = await past('Later', { signed });
  expect(await earlierOf(now)).toEqual([]);
  expect((await read(now, later.id)).status).toBe(404);

  await beside.leave();
  expect((await earlierOf(now)).map(({ id }) => id)).toEqual([beside.id]);
  await now.leave();
});

test('the same subject in another organization is another visitor', async () => {
  const before = await past('Here', { signed: { sub: 'customer 84' } });
  const now = await chat({ signed: { sub: 'customer 84' } });
  expect(await earlierOf(now)).toHaveLength(1);

  await administer(server, async (db) => {
    const other = { id: 'another', name: 'Another', created_at: 0 };
    await db.insertInto('organization').values(other).execute();
    await db.updateTable('conversation').set({ organization_id: 'another' }).where('id', '=', before.id).execute();
  });

  expect(await earlierOf(now)).toEqual([]);
  expect((await read(now, before.id)).status).toBe(404);
  await now.leave();
});
