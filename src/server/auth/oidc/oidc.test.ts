import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { administer } from '../../../testing/harness/admin-seed.ts';
import { createBrowser, type TestBrowser } from '../../../testing/harness/form-browser.ts';
import { type InProcessServer, startInProcessServer } from '../../../testing/harness/in-process-server.ts';
import { openSocket } from '../../../testing/harness/test-guest.ts';
import { startTestOidcProvider, type TestOidcProvider } from '../../../testing/harness/test-oidc-provider.ts';
import { readOidc } from '../../core/oidc-config.ts';

let provider: TestOidcProvider;
let server: InProcessServer;
beforeAll(async () => {
  provider = await startTestOidcProvider();
  const oidc = readOidc((name) => settings(provider)[name]);
  if (!oidc) throw new Error('No provider is set');
  server = await startInProcessServer({ oidc });
  provider.allow(`${server.origin}/console/oidc/return`);
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.stop();
  await provider.stop();
});

let browser: TestBrowser;
beforeEach(() => {
  browser = createBrowser();
});

const settings = ({ issuer, clientId, clientSecret }: TestOidcProvider): Record<string, string> => ({
  PORCHLIGHT_OIDC_ISSUER: issuer,
  PORCHLIGHT_OIDC_HTTP: 'loopback',
  PORCHLIGHT_OIDC_CLIENT_ID: clientId,
  PORCHLIGHT_OIDC_CLIENT_SECRET: clientSecret,
  PORCHLIGHT_OIDC_SCOPE: 'openid profile email roles',
  PORCHLIGHT_OIDC_NAME: 'Example Ltd',
  PORCHLIGHT_OIDC_ADMINISTRATORS: 'chat-admins',
  PORCHLIGHT_OIDC_AGENTS: 'chat-agents',
});

const begin = () => browser.open(`${server.origin}/console/oidc?place=admin/people`);
/** There, by name, and back: the address in the end. */
async function signInAs(login: string): Promise<string> {
  return (await browser.submit(await begin(), { name: login })).url.replace(server.origin, '');
}
const session = async () => {
  const answer = await browser.fetch(`${server.origin}/api/v2/console/session`);
  return answer.ok
    ? ((await answer.json()) as { user: { id: string; name: string }; permissions: string[] })
    : undefined;
};
const audited = async (subject: string) => {
  const organizationId = server.seed.organizationId;
  const { entries } = await server.services.storage.run('listAudit', { organizationId, after: undefined, most: 100 });
  return entries
    .filter(({ subject_name }) => subject_name === subject)
    .map(({ action, actor_kind }) => `${actor_kind} ${action}`)
    .toSorted();
};

test('the sign-in page learns of the provider, and where to go', async () => {
  const listed = await (await server.fetch('/api/v2/console/providers')).json();

  expect(listed).toEqual({ entities: [{ name: 'Example Ltd', address: '/console/oidc' }] });
});

test('a new person gets the role of their claim, and is the same person next time', async () => {
  provider.people.set('ada', { name: 'Ada Byron', email: 'ada@example.com', roles: ['staff', 'chat-agents'] });

  expect(await signInAs('ada')).toBe('/console/#/admin/people');
  const first = await session();
  browser = createBrowser();
  await signInAs('ada');

  expect(first).toMatchObject({ user: { name: 'Ada Byron' } });
  expect(first?.permissions).not.toContain('directory:user:edit');
  expect((await session())?.user.id).toBe(first?.user.id);
  const { entities } = await (await browser.fetch(`${server.origin}/api/v2/users`)).json();
  expect(entities).toContainEqual(expect.objectContaining({ name: 'Ada Byron', isInvited: false }));
  expect(await audited('Ada Byron')).toEqual([
    'provider connected',
    'provider created',
    'user signed in',
    'user signed in',
  ]);
});

test('the role follows the claim at each sign-in, and who has none any more is out everywhere', async () => {
  const bea = { name: 'Bea', email: 'bea@example.com' };
  provider.people.set('bea', { ...bea, roles: ['chat-agents'] });
  await signInAs('bea');
  provider.people.set('bea', { ...bea, roles: 'chat-admins staff' });
  const elsewhere = browser;
  browser = createBrowser();
  await signInAs('bea');
  expect((await session())?.permissions).toContain('directory:user:edit');
  // A change based on the state before the role changed does not overwrite it.
  const { id } = (await session())?.user ?? {};
  const stale = { name: 'Bea', email: bea.email, version: 1 };
  expect(await server.agent.call('PUT', `/api/v2/users/${id}`, stale)).toMatchObject({
    status: 409,
    body: { message: expect.stringContaining('since you read it') },
  });
  const channel = await elsewhere.fetch(`${server.origin}/api/v2/notifications/channels`, {
    method: 'POST',
    headers: { Origin: server.origin },
  });
  const { connectUri } = (await channel.json()) as { connectUri: string };
  const socket = await openSocket(connectUri, { origin: server.origin });

  provider.people.set('bea', { ...bea, roles: ['staff'] });
  browser = createBrowser();
  expect(await signInAs('bea')).toBe('/console/#problem/no-role');

  expect(await session()).toBeUndefined();
  browser = elsewhere;
  expect(await session()).toBeUndefined();
  expect((await socket.closed).code).toBe(4101);
  expect(await audited('Bea')).toContain('provider made administrator');
  expect(await audited('Bea')).toContain('provider kept out');
});

test('an address identifies a person only where the provider has verified it', async () => {
  const given = { name: 'Cy', email: 'cy@example.com' };
  const invited = (await server.agent.call('POST', '/api/v2/users', given)).body as { id: string };
  provider.people.set('thief', { email: 'CY@example.com', email_verified: false, roles: ['chat-agents'] });
  provider.people.set('cy', { email: 'CY@example.com', email_verified: true, roles: ['chat-agents'] });
  provider.people.set('twin', { email: 'cy@example.com', email_verified: true, roles: ['chat-agents'] });

  expect(await signInAs('thief')).toBe('/console/#problem/taken');
  expect(await session()).toBeUndefined();
  browser = createBrowser();
  await signInAs('cy');
  expect((await session())?.user).toMatchObject({ id: invited.id, name: 'Cy' });
  browser = createBrowser();
  expect(await signInAs('twin')).toBe('/console/#problem/taken');
});

test('who was removed here stays out, though the provider still sends them', async () => {
  provider.people.set('dot', { name: 'Dot', roles: ['chat-agents'] });
  await signInAs('dot');
  const id = (await session())?.user.id;
  await server.agent.call('DELETE', `/api/v2/users/${id}`);

  browser = createBrowser();
  expect(await signInAs('dot')).toBe('/console/#problem/removed');
});

test('an answer that this browser did not ask for is worth nothing, and none is taken twice', async () => {
  provider.people.set('eve', { name: 'Eve', roles: ['chat-agents'] });
  const asked = await browser.fetch(`${server.origin}/console/oidc`, { redirect: 'manual' });
  expect(asked.headers.get('Set-Cookie')).toMatch(/HttpOnly; SameSite=Lax$/);
  expect(asked.headers.get('Cache-Control')).toBe('no-store');
  expect(asked.headers.get('Referrer-Policy')).toBe('no-referrer');
  const provided = new URL(asked.headers.get('Location') ?? '').searchParams;
  expect(Object.fromEntries(provided)).toMatchObject({ code_challenge_method: 'S256', response_type: 'code' });
  expect(provided.get('nonce')).toBeTruthy();
  await signInAs('eve');
  const back = browser.visited.find((address) => address.includes('/console/oidc/return?')) ?? '';

  const again = await browser.open(back);
  const stranger = await createBrowser().open(back);

  expect(again.url).toContain('#problem/late');
  expect(stranger.url).toContain('#problem/late');
});

test('an answer for another browser is rejected as late, also in one with a sign-in of its own', async () => {
  provider.people.set('mallory', { name: 'Mallory', roles: ['chat-agents'] });
  const form = await begin();
  const other = createBrowser();
  await other.open(`${server.origin}/console/oidc`);

  browser.stopAt('/console/oidc/return');
  const stolen = await browser.submit(form, { name: 'mallory' });

  expect((await other.open(stolen.url)).url).toContain('#problem/late');
  browser = other;
  expect(await session()).toBeUndefined();
});

test('the sign-in returns to where it began only if that is a route of the console', async () => {
  provider.people.set('pia', { name: 'Pia', roles: ['chat-agents'] });
  const placed = async (place: string) => {
    browser = createBrowser();
    const form = await browser.open(`${server.origin}/console/oidc?place=${encodeURIComponent(place)}`);
    return (await browser.submit(form, { name: 'pia' })).url.replace(server.origin, '');
  };

  expect(await placed('history/7?text=late+parcel')).toBe('/console/#/history/7?text=late+parcel');
  for (const place of ['<b>', 'a b', "'", 'x'.repeat(501)]) expect(await placed(place)).toBe('/console/#/');
});

test('an ID token without the provider’s valid signature is rejected', async () => {
  provider.people.set('fay', { name: 'Fay', roles: ['chat-agents'] });
  provider.forge((idToken) => {
    const [head, claims = '', signature] = idToken.split('.');
    const texts = JSON.parse(Buffer.from(claims, 'base64url').toString());
    const better = { ...texts, roles: ['chat-admins'], email: 'fay@example.com' };
    return [head, Buffer.from(JSON.stringify(better)).toString('base64url'), signature].join('.');
  });

  const end = await signInAs('fay');
  provider.forge((idToken) => idToken);

  expect(end).toBe('/console/#problem/failed');
  expect(await session()).toBeUndefined();
});

test('who has no name goes by what they are called, and an address that is none is not taken for one', async () => {
  provider.people.set('nell', { preferred_username: 'nell.s', email: 'nell at home', roles: ['chat-agents'] });

  await signInAs('nell');

  expect((await session())?.user.name).toBe('nell.s');
  const { entities } = (await server.agent.call('GET', '/api/v2/users')).body as { entities: { name: string }[] };
  expect(JSON.stringify(entities.find(({ name }) => name === 'nell.s'))).not.toContain('at home');
});

test('over https the cookie of the sign-in is for this host only', async () => {
  const shown = readOidc((name) => settings(provider)[name]);
  const secure = await startInProcessServer({ oidc: shown, settings: { publicUrl: 'https://chat.example' } });

  const asked = await secure.fetch('/console/oidc', { redirect: 'manual' });

  expect(asked.headers.get('Set-Cookie')).toMatch(
    /^__Host-porchlight-journey=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
  const asks = new URL(asked.headers.get('Location') ?? '').searchParams;
  expect(asks.get('redirect_uri')).toBe('https://chat.example/console/oidc/return');
  await secure.stop();
});

test('one address may set out and come back only so often', async () => {
  const shown = readOidc((name) => settings(provider)[name]);
  const busy = await startInProcessServer({ oidc: shown });
  const ends = async (path: string) => {
    const answer = await busy.fetch(path, { redirect: 'manual' });
    return answer.headers.get('Location') ?? '';
  };
  for (let count = 0; count < 60; count++) await ends(count % 2 ? '/console/oidc' : '/console/oidc/return');

  for (const path of ['/console/oidc', '/console/oidc/return?code=1']) {
    expect(await ends(path)).toBe('/console/#problem/limited');
  }
  await busy.elapse(1000);
  expect(await ends('/console/oidc')).toContain(provider.issuer);
  await busy.stop();
});

test('saying no at the provider leads back with a word for it', async () => {
  const form = await begin();
  const abort = /href="([^"]*\/abort)"/.exec(form.html)?.[1] ?? '';

  expect((await browser.open(new URL(abort, form.url).href)).url).toContain('/console/#problem/denied');
});

test('while the provider is away passwords go on, and it is asked again at the next sign-in', async () => {
  const late = await startTestOidcProvider();
  const away = await startInProcessServer({ oidc: readOidc((name) => settings(late)[name]) });
  expect((await browser.open(`${away.origin}/console/oidc`)).url).toContain('#problem/away');
  const { email, password } = away.seed.agent;
  const answer = await away.fetch('/api/v2/console/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: away.origin },
    body: JSON.stringify({ email, password }),
  });
  expect(answer.status).toBe(200);

  late.allow(`${away.origin}/console/oidc/return`);
  browser.stopAt('/console/oidc/return');
  const form = await browser.open(`${away.origin}/console/oidc`);
  expect(form.url).toContain(late.issuer);
  const back = await browser.submit(form, { name: 'gone' });
  await late.stop();
  browser.stopAt();
  expect((await browser.open(back.url)).url).toContain('#problem/away');
  await away.stop();
});

test('the last administrator stays one, whatever the claim says, until there is another', async () => {
  const cleo = { name: 'Cleo', email: 'cleo@example.com' };
  provider.people.set('cleo', { ...cleo, roles: ['chat-admins'] });
  await signInAs('cleo');
  const { id = '' } = (await session())?.user ?? {};
  await administer(server, (db) => db.updateTable('user').set({ role: 'agent' }).where('id', '<>', id).execute());
  const mayInvite = async () => {
    browser = createBrowser();
    await signInAs('cleo');
    return (await session())?.permissions.includes('directory:user:edit');
  };

  provider.people.set('cleo', { ...cleo, roles: ['chat-agents'] });
  expect(await mayInvite()).toBe(true);
  expect(await audited('Cleo')).toContain('provider kept administrator');

  await administer(server, (db) =>
    db.updateTable('user').set({ role: 'administrator' }).where('id', '=', server.agent.userId).execute(),
  );
  expect(await mayInvite()).toBe(false);
});
