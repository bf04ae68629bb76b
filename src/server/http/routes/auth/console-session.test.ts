import { afterEach, expect, test } from 'vitest';
import { type InProcessServer, startInProcessServer } from '../../../../testing/harness/in-process-server.ts';
import { hashSecret } from '../../../auth/passwords.ts';

const running: InProcessServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

async function start(publicUrl?: string) {
  const server = await startInProcessServer(publicUrl === undefined ? {} : { settings: { publicUrl } });
  running.push(server);
  const own = publicUrl ?? server.origin;
  const request = (method: string, headers: Record<string, string> = {}, body?: object) =>
    server.fetch('/api/v2/console/session', {
      method,
      headers: { 'Content-Type': 'application/json', Origin: own, ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const signIn = (body: object = server.seed.agent, headers: Record<string, string> = {}) =>
    request('POST', headers, body);
  return { server, own, request, signIn };
}

const cookieOf = (answer: Response) => answer.headers.get('Set-Cookie')?.split(';')[0] ?? '';

test('an agent signs in, is known by the cookie, and signs out', async () => {
  const { server, request, signIn } = await start();

  const answer = await signIn({ ...server.seed.agent, email: server.seed.agent.email.toUpperCase() });
  expect(await answer.json()).toMatchObject({ user: { name: 'Robin Ahlberg', email: server.seed.agent.email } });
  expect(answer.headers.get('Set-Cookie')).toMatch(/^porchlight-session=.*; Path=\/; HttpOnly; SameSite=Strict$/);

  const headers = { Cookie: cookieOf(answer) };
  expect(await (await request('GET', headers)).json()).toMatchObject({ user: { name: 'Robin Ahlberg' } });
  expect((await server.fetch('/api/v2/conversations/chats', { headers })).status).toBe(200);

  expect((await request('DELETE', headers)).status).toBe(204);
  expect(await (await request('GET', headers)).json()).toMatchObject({ code: 'authentication.required' });
});

test('behind https the cookie is Secure and for this host only', async () => {
  const { signIn } = await start('https://chat.example.com');

  expect((await signIn()).headers.get('Set-Cookie')).toMatch(/^__Host-porchlight-session=.*; Secure; /);
});

test('a foreign page can use a cookie for nothing that changes something', async () => {
  const { server, request, signIn } = await start();
  const Cookie = cookieOf(await signIn());

  for (const Origin of ['https://evil.example', 'null', `${server.origin}.evil.example`, '']) {
    expect(await (await signIn(server.seed.agent, { Origin })).json()).toMatchObject({ code: 'origin.not.allowed' });
    expect((await request('DELETE', { Cookie, Origin })).status).toBe(403);
    const channel = await server.fetch('/api/v2/notifications/channels', {
      method: 'POST',
      headers: { Cookie, Origin },
    });
    expect(channel.status).toBe(403);
  }
  expect((await request('GET', { Cookie })).status).toBe(200);
});

test('a wrong password and an unknown name get the same answer, and after five of them one has to wait', async () => {
  const { server, signIn } = await start();
  const wrong = { ...server.seed.agent, password: 'wrong' };

  expect(await (await signIn({ ...wrong, email: 'nobody@demo.example' })).json()).toMatchObject({
    code: 'bad.credentials',
  });
  for (let attempt = 1; attempt <= 5; attempt += 1) expect((await signIn(wrong)).status).toBe(401);
  const locked = await signIn();

  expect(locked.status).toBe(429);
  expect(locked.headers.get('Retry-After')).toBe('300');
  await server.elapse(301_000);
  expect((await signIn()).status).toBe(200);
});

test('a session ends after twelve hours, and the store knows it by a hash only', async () => {
  const { server, signIn } = await start();
  const secret = cookieOf(await signIn()).split('=')[1] ?? '';
  const twelveHours = 12 * 60 * 60 * 1000;
  const find = (idHash: string, now: number) => server.services.storage.run('findConsoleSession', { idHash, now });

  expect(await find(hashSecret(secret), server.now() + twelveHours - 1)).toMatchObject({ name: 'Robin Ahlberg' });
  expect(await find(hashSecret(secret), server.now() + twelveHours)).toBeUndefined();
  expect(await find(secret, server.now())).toBeUndefined();
});
