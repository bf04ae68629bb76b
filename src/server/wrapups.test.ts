import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addAgent, openQueue } from '../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../testing/harness/in-process-server.ts';
import type { TestAgent } from '../testing/harness/test-agent.ts';
import { createConnectedChat, type TestGuest } from '../testing/harness/test-guest.ts';
import { allPermissions } from './domain/permissions.ts';

let whole: InProcessServer;
let administrator: TestAgent;
let server: InProcessServer;
beforeAll(async () => {
  whole = await startInProcessServer();
  administrator = await addAgent(whole, { name: 'Bo', permissions: allPermissions, capacity: 0 });
});
beforeEach(async () => {
  server = await openQueue(whole);
});
afterAll(async () => {
  expect(whole.bugs).toEqual([]);
  await whole.stop();
});

/** Where an agent's part in a chat is, and its wrap-up. */
async function placeOf(agent: TestAgent, { id }: TestGuest) {
  const { participants } = await agent.conversation(id);
  const mine = participants.findLast(({ userId }) => userId === agent.userId);
  const own = `/api/v2/conversations/chats/${id}/participants/${mine?.id}`;
  return { own, wrapup: `${own}/communications/${mine?.chats[0]?.id}/wrapup` };
}
async function addCode() {
  const name = randomUUID();
  const made = await administrator.call('POST', '/api/v2/routing/wrapupcodes', { name });
  return { id: (made.body as { id: string }).id, name };
}
const namesOf = (listed: { body: unknown }) => (listed.body as { name: string }[]).map(({ name }) => name);

test('an agent cannot write a colleague’s wrap-up', async () => {
  const code = await addCode();
  const { guest } = await createConnectedChat(server);
  const theirs = await placeOf(server.agent, guest);
  const next = await addAgent(server, { name: 'Kim' });
  await server.agent.call('POST', `${theirs.own}/replace`, { userId: next.userId });
  await next.accept(guest.id);
  const mine = await placeOf(next, guest);

  expect(await next.call('POST', theirs.wrapup, { code: code.id })).toMatchObject({
    status: 403,
    body: { code: 'not.authorized' },
  });
  expect((await next.call('GET', theirs.wrapup)).body).toEqual({});
  const crossed = theirs.wrapup.replace(theirs.own, mine.own);
  expect(await next.call('POST', crossed, { code: code.id })).toMatchObject({ status: 404 });
  expect(await next.call('POST', mine.wrapup, { code: code.id.toUpperCase() })).toMatchObject({ status: 202 });
});

test('a removed code is neither listed nor accepted, and wrap-ups with it stay', async () => {
  const code = await addCode();
  const first = await createConnectedChat(server);
  const { own, wrapup } = await placeOf(server.agent, first.guest);
  expect(namesOf(await server.agent.call('GET', `${own}/wrapupcodes`))).toContain(code.name);
  await server.agent.call('POST', wrapup, { code: code.id, notes: 'Sent anew' });

  await administrator.call('DELETE', `/api/v2/routing/wrapupcodes/${code.id}`);

  expect(namesOf(await server.agent.call('GET', `${own}/wrapupcodes`))).not.toContain(code.name);
  for (const texts of [{ code: code.id }, { name: code.name }]) {
    expect(await server.agent.call('POST', wrapup, texts)).toMatchObject({ status: 400 });
  }
  expect((await server.agent.call('GET', wrapup)).body).toMatchObject({ name: code.name, notes: 'Sent anew' });
});

test('a participant has so many attributes and no more', async () => {
  const { guest } = await createConnectedChat(server);
  const { own } = await placeOf(server.agent, guest);
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, 'x']));
  const set = (attributes: object) => server.agent.call('PATCH', `${own}/attributes`, { attributes });

  expect(await set(many(100))).toMatchObject({ status: 202 });
  expect(await set({ a5: 'other' })).toMatchObject({ status: 202 });
  expect(await set({ more: 'x' })).toMatchObject({ status: 400 });
});
