import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeDeployment } from '../../../../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../../../../testing/harness/in-process-server.ts';
import { createBody, createGuest } from '../../../../testing/harness/test-guest.ts';

let server: InProcessServer;
beforeAll(async () => {
  server = await startInProcessServer();
  await changeDeployment(server, { authentication_required: 1 });
});
afterAll(() => server.stop());

async function sign(data: unknown = { authorized: true, firstName: 'Ada' }): Promise<string> {
  const { body } = await server.agent.call('POST', '/api/v2/signeddata', data);
  return (body as { jwt: string }).jwt;
}

async function create(memberAuthToken: string) {
  const answer = await server.fetch('/api/v2/webchat/guest/conversations', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(createBody(server.seed, { memberAuthToken })),
  });
  return `${answer.status} ${((await answer.json()) as { code?: string }).code ?? 'done'}`;
}

const usedUp = '400 chat.deployment.bad.auth';

test('createConversation: signed data opens one chat, whose guest counts as authenticated', async () => {
  const memberAuthToken = await sign();
  const guest = await createGuest(server, { memberAuthToken });
  await guest.attach();

  const member = await guest.call('GET', `/members/${guest.memberId}`);

  expect(member.body).toMatchObject({ authenticatedGuest: true });
  expect(await create(memberAuthToken)).toBe(usedUp);
  await guest.leave();
  expect(await create(memberAuthToken)).toBe(usedUp);
});

test('createConversation: agents see which fields were signed, whatever the page sends', async () => {
  const memberAuthToken = await sign({ authorized: true, firstName: 'Ada', customerId: '77', note: 'a\u0000b' });
  const memberInfo = {
    displayName: 'A',
    firstName: 'Eve',
    lastName: 'King',
    customFields: { customerId: '1', cart: '3' },
  };
  const guest = await createGuest(server, { memberAuthToken, memberInfo });
  await guest.attach();

  const { body } = await guest.call('GET', `/members/${guest.memberId}`);

  expect(body).toMatchObject({ firstName: 'Ada', lastName: 'King' });
  expect(body).toHaveProperty('customFields', { customerId: '77', cart: '3' });
  await guest.leave();
});

test('createConversation: signed data may return while its conversation was never attached, which is then over', async () => {
  const memberAuthToken = await sign();
  const lost = await createGuest(server, { memberAuthToken });

  const second = await createGuest(server, { memberAuthToken });

  expect(await (await lost.attach()).closed).toEqual({ code: 1001, reason: 'The conversation is ended' });
  await second.attach();
  expect((await second.say('Hello')).status).toBe(200);
  expect(await create(memberAuthToken)).toBe(usedUp);
});

test('createConversation: one token in ten requests at once opens one chat', async () => {
  const memberAuthToken = await sign();
  const guests = await Promise.all(Array.from({ length: 10 }, () => createGuest(server, { memberAuthToken })));

  await Promise.all(guests.map((guest) => guest.attach()));
  const texts = await Promise.all(guests.map((guest) => guest.say('Hello')));

  expect(texts.filter(({ status }) => status === 200)).toHaveLength(1);
});

test('createConversation: signed data is good for five minutes', async () => {
  const early = await sign();
  const late = await sign();

  await server.elapse(4 * 60_000 + 55_000);
  expect(await create(early)).toBe('200 done');
  await server.elapse(10_000);
  expect(await create(late)).toBe(usedUp);
});

test('createConversation: another kind of token, or one of another service, is no signed data', async () => {
  const other = await startInProcessServer();
  const { body } = await other.agent.call('POST', '/api/v2/signeddata', {});

  expect(await create((body as { jwt: string }).jwt)).toBe(usedUp);
  expect(await create(server.agent.token)).toBe(usedUp);
  await other.stop();
});

test('createConversation: a token that is not good is refused also where none is needed', async () => {
  await changeDeployment(server, { authentication_required: 0 });

  expect(await create('made up')).toBe(usedUp);
  expect(await create(await sign())).toBe('200 done');
  await changeDeployment(server, { authentication_required: 1 });
});

test('what is signed is one object of 4 KiB at most', async () => {
  const answers = [[], 'text', null, { text: 'x'.repeat(4096) }].map((data) =>
    server.agent.call('POST', '/api/v2/signeddata', data),
  );

  for (const answer of await Promise.all(answers)) expect(answer.status).toBe(400);
  expect(await create(await sign({ text: 'x'.repeat(4000) }))).toBe('200 done');
});
