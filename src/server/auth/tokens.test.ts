import { base64url, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import type { SigningKey } from '../domain/token-claims.ts';
import { createTokens, generateSigningKey, type Tokens, tokenLifetimeSeconds } from './tokens.ts';

const claims = { conversationId: 'c', memberId: 'm', deploymentId: 'd', organizationId: 'o' };
const hour = 3_600_000;
let keys: SigningKey[];
let now: number;
let tokens: Tokens;

beforeAll(async () => {
  keys = [await generateSigningKey(), await generateSigningKey()];
  now = Date.parse('2026-11-22T12:00:00Z');
  tokens = await createTokens({ keys, now: () => now });
});

const payloadOf = (token: string) => JSON.parse(Buffer.from(base64url.decode(token.split('.')[1] ?? '')).toString());

test('a guest token has the hosted service’s claims, and verifies to what was issued', async () => {
  const { token, expiresAt } = await tokens.issueGuest(claims);

  expect(payloadOf(token)).toMatchObject({
    data: { conv: 'c', did: 'd', sub: 'm' },
    org: 'o',
    iss: 'urn:purecloud:webchat',
    aud: 'guest',
  });
  expect(expiresAt).toBe(now + tokenLifetimeSeconds * 1000);
  expect(await tokens.verifyGuest(token)).toMatchObject(claims);
});

test('an access token keeps its client, its person and its permissions', async () => {
  const agent = {
    clientId: 'k',
    organizationId: 'o',
    userId: 'u',
    permissions: ['webchat:deployment:read'],
    secretNumber: 2,
  };
  const robot = { ...agent, userId: undefined };

  expect(await tokens.verifyAccess((await tokens.issueAccess(agent)).token)).toMatchObject(agent);
  expect(await tokens.verifyAccess((await tokens.issueAccess(robot)).token)).toMatchObject(robot);
});

test('a token is good for its own purpose only', async () => {
  const guest = (await tokens.issueGuest(claims)).token;
  const stream = (await tokens.issueStream(claims)).token;

  await expect(tokens.verifyStream(guest)).rejects.toMatchObject({ code: 'bad.credentials', status: 401 });
  await expect(tokens.verifyGuest(stream)).rejects.toMatchObject({ code: 'bad.credentials' });
  await expect(tokens.verifyAccess(guest)).rejects.toMatchObject({ code: 'bad.credentials' });
});

test('an expired token gives another error than an invalid one', async () => {
  const clock = { now };
  const watched = await createTokens({ keys, now: () => clock.now });
  const { token } = await watched.issueGuest(claims);

  clock.now += 24 * hour - 1000;
  expect(await watched.verifyGuest(token)).toMatchObject(claims);
  clock.now += 2000;
  await expect(watched.verifyGuest(token)).rejects.toMatchObject({ code: 'credentials.expired', status: 401 });
});

test('an older key still verifies, a removed one no longer', async () => {
  const [older, newer] = keys as [SigningKey, SigningKey];
  const before = await createTokens({ keys: [older], now: () => now });
  const { token } = await before.issueGuest(claims);

  const rotated = await createTokens({ keys: [newer, older], now: () => now });
  const forgetful = await createTokens({ keys: [newer], now: () => now });

  expect(await rotated.verifyGuest(token)).toMatchObject(claims);
  await expect(forgetful.verifyGuest(token)).rejects.toMatchObject({ code: 'bad.credentials' });
});

test('the published keys hold no private half', async () => {
  const published = await tokens.jwks();
  expect(published.keys).toHaveLength(2);
  for (const key of published.keys) {
    expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  }
});

const sign = async (header: object, payload: object = {}) => {
  const kid = keys[0]?.kid ?? '';
  const published = await tokens.jwks();
  const secret = Buffer.from(published.keys[0]?.x ?? '', 'base64url');
  const at = Math.floor(now / 1000);
  return new SignJWT({ data: { conv: 'c', did: 'd', sub: 'm' }, org: 'o', ...payload })
    .setProtectedHeader({ alg: 'HS256', kid, typ: 'JWT', ...header })
    .setIssuer('urn:purecloud:webchat')
    .setAudience('guest')
    .setIssuedAt(at)
    .setExpirationTime(at + 3600)
    .sign(secret);
};

test.each([
  ['empty', async () => ''],
  ['no token at all', async () => 'hello'],
  ['very long', async () => 'x'.repeat(1_000_000)],
  ['unsigned', async () => new UnsecuredJWT({ org: 'o' }).encode()],
  ['signed with the public key as a shared secret', async () => sign({})],
  ['of an unknown key', async () => sign({ kid: '../../etc/passwd' })],
  ['of no key', async () => sign({ kid: undefined })],
  ['without its signature', async () => `${(await tokens.issueGuest(claims)).token.split('.').slice(0, 2).join('.')}.`],
])('a token that is %s is refused', async (_what, forge) => {
  await expect(tokens.verifyGuest(await forge())).rejects.toMatchObject({ code: 'bad.credentials' });
});

test('a changed token is refused', async () => {
  const [header, , signature] = (await tokens.issueGuest(claims)).token.split('.');
  const payload = base64url.encode(
    JSON.stringify({ ...payloadOf((await tokens.issueGuest(claims)).token), data: { conv: 'x', did: 'd', sub: 'm' } }),
  );

  await expect(tokens.verifyGuest(`${header}.${payload}.${signature}`)).rejects.toMatchObject({
    code: 'bad.credentials',
  });
});
