import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InProcessServer, startInProcessServer } from '../../../../testing/harness/in-process-server.ts';

let server: InProcessServer;
beforeAll(async () => {
  server = await startInProcessServer();
});
afterAll(() => server.stop());

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

const ask = (body: string, headers: Record<string, string> = {}) =>
  server.fetch('/oauth/token', { method: 'POST', body, headers: { ...form, ...headers } });

test('a client gets a token for a day by Basic credentials, and may use it', async () => {
  const { id, secret } = server.seed.client;
  const answer = await ask('grant_type=client_credentials', { Authorization: basic(id, secret) });
  const token = await answer.json();

  expect(token).toEqual({ access_token: expect.any(String), token_type: 'bearer', expires_in: 86_400 });
  expect(answer.headers.get('Cache-Control')).toContain('no-store');
  const headers = { Authorization: `BEARER ${token.access_token}` };
  expect((await server.fetch('/api/v2/conversations/chats', { headers })).status).toBe(200);
});

test('credentials in the form do as well', async () => {
  const { id, secret } = server.seed.client;
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret });

  expect((await ask(body.toString())).status).toBe(200);
});

test('a wrong secret, an unknown client and none at all get the same answer', async () => {
  const answers = await Promise.all([
    ask('grant_type=client_credentials', { Authorization: basic(server.seed.client.id, 'wrong') }),
    ask('grant_type=client_credentials', { Authorization: basic('nobody', 'wrong') }),
    ask('grant_type=client_credentials', { Authorization: basic('nobody', '') }),
    ask('grant_type=client_credentials'),
  ]);

  for (const answer of answers) {
    expect(answer.status).toBe(401);
    expect(answer.headers.get('WWW-Authenticate')).toContain('Basic');
    expect(await answer.json()).toMatchObject({ error: 'invalid_client' });
  }
});

test('other grants and other kinds of body are refused in OAuth words', async () => {
  expect(await (await ask('grant_type=password')).json()).toMatchObject({ error: 'unsupported_grant_type' });
  expect(await (await ask('{}', { 'Content-Type': 'application/json' })).json()).toMatchObject({
    error: 'invalid_request',
  });
  expect((await ask(`grant_type=${'x'.repeat(5000)}`)).status).toBe(413);
});

test("a guest's token opens nothing of the agents'", async () => {
  const { token } = await server.services.tokens.issueGuest({
    conversationId: 'c',
    memberId: 'm',
    deploymentId: 'd',
    organizationId: server.seed.organizationId,
  });
  const answer = await server.fetch('/api/v2/conversations/chats', { headers: { Authorization: `Bearer ${token}` } });

  expect(await answer.json()).toMatchObject({ status: 401, code: 'bad.credentials' });
});

test('the keys to check tokens with are published', async () => {
  const keys = await (await server.fetch('/.well-known/jwks.json')).json();

  expect(keys).toEqual(await server.services.tokens.jwks());
});
