import { PassThrough, Readable } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import { signInToConsole } from '../../testing/harness/console-visitor.ts';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { signInAgent } from '../../testing/harness/test-agent.ts';
import { createConnectedChat, createGuest } from '../../testing/harness/test-guest.ts';
import { engines } from '../../testing/harness/test-store.ts';
import { readConfig } from '../core/config.ts';
import { runCommand } from './commands.ts';

let server: InProcessServer;
afterEach(async () => {
  expect(server.bugs).toEqual([]);
  await server.stop();
});

/** In a store of its own beside the running service, as a process of its own has it. */
async function admin(words: string, input = ''): Promise<string> {
  let out = '';
  await runCommand(words.split(' '), {
    config: readConfig({ PORCHLIGHT_DATA: server.folder, DATABASE_URL: server.databaseUrl }),
    terminal: { input: Readable.from([input]), output: new PassThrough() },
    print: (line) => {
      out += `${line}\n`;
    },
    now: server.now,
  });
  return out;
}

const kidOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;
const published = async () => {
  const { keys } = (await (await server.fetch('/.well-known/jwks.json')).json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
};
const audited = async () => {
  const { organizationId } = server.seed;
  const listed = server.services.storage.run('listAudit', { organizationId, after: undefined, most: 100 });
  return (await listed).entries.map((one) => `${one.actor_kind} ${one.action} ${one.subject_kind} ${one.subject_name}`);
};

describe.each(engines)('on %s', (engine) => {
  test('a new key signs at once beside a running service, and the old one is good until its tokens expire', async () => {
    server = await startInProcessServer({ engine });
    const { guest } = await createConnectedChat(server);
    const [first] = await published();

    await admin('rotate key');

    const [newest, ...earlier] = await published();
    expect(earlier).toEqual([first]);
    expect(kidOf((await createGuest(server)).jwt)).toBe(newest);
    expect((await guest.say('Still here')).status).toBe(200);
    expect((await server.agent.call('GET', '/api/v2/users/me')).status).toBe(200);
    const { storage } = server.services;
    const later = (hours: number) => server.now() + hours * 60 * 60 * 1000;
    expect(await storage.run('listSigningKeys', { now: later(24) })).toHaveLength(2);
    await storage.run('deleteExpired', { now: later(25) });
    expect(await storage.run('listSigningKeys', { now: server.now() })).toMatchObject([{ kid: newest }]);
    expect((await guest.say('Not any more')).status).toBe(401);
  });

  test('with --now everything signed before ends, open sockets too, and what comes next works', async () => {
    server = await startInProcessServer({ engine });
    const { guest, socket } = await createConnectedChat(server);
    const desk = await signInToConsole(server, server.seed.agent);

    await admin('rotate key --now');

    expect(await guest.say('Hello')).toMatchObject({ status: 401, body: { code: 'bad.credentials' } });
    expect((await server.agent.call('GET', '/api/v2/users/me')).status).toBe(401);
    await server.elapse(6_000);
    expect((await socket.closed).code).toBe(4100);
    expect(await published()).toHaveLength(1);
    const again = await signInAgent({ fetch: server.fetch, client: server.seed.client });
    expect((await again.call('GET', '/api/v2/users/me')).status).toBe(200);
    const next = await createGuest(server);
    await next.attach();
    expect((await next.say('Hello')).status).toBe(200);
    expect((await desk?.call('GET', '/api/v2/console/session'))?.status).toBe(200);
  });

  test('sign-ins, guesses until an account waits, accepted invitations and commands stand in the audit log', async () => {
    server = await startInProcessServer({ engine });
    await signInToConsole(server, server.seed.agent);
    const wrong = { ...server.seed.agent, password: 'wrong' };
    for (let guess = 0; guess < 5; guess += 1) await signInToConsole(server, wrong);
    await signInToConsole(server, { email: 'nobody@desk.example', password: 'a secret typed in the wrong field' });
    const given = { name: 'Noor', email: 'noor@desk.example' };
    const invited = (await server.agent.call('POST', '/api/v2/users', given)).body as { invitation: { url: string } };
    await server.fetch('/api/v2/console/invitation', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token: invited.invitation.url.split('#invite/')[1], password: 'a long enough one' }),
    });
    await admin('create queue Sales');
    await admin('join Sales noor@desk.example');
    await admin('reset password noor@desk.example', 'another long one\n');
    await admin('rotate key');
    await admin('remove user noor@desk.example');

    const entries = await audited();

    for (const entry of [
      'user signed in person Robin Ahlberg',
      'service paused sign-ins after wrong passwords person Robin Ahlberg',
      'user accepted the invitation person Noor',
      'operator created queue Sales',
      'operator changed queue Sales',
      'operator reset the password of person Noor',
      'operator ran command rotate key',
      'operator removed person Noor',
    ]) {
      expect(entries.filter((one) => one === entry)).toHaveLength(1);
    }
    expect(JSON.stringify(entries)).not.toMatch(/nobody@|wrong field|noor@/);
  });

  test('the last administrator is removed by no command', async () => {
    server = await startInProcessServer({ engine });
    await admin('create user ann@desk.example --name Ann --role administrator', 'a long enough one\n');

    await expect(admin('remove user ann@desk.example')).rejects.toThrow('Nobody else would be left');
  });
});
