import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { startInThisThread } from '../../testing/harness/start-in-this-thread.ts';
import { createTestDatabase, postgresUrl, type TestDatabase } from '../../testing/harness/test-postgres.ts';
import { verifyPassword } from '../auth/passwords.ts';
import { readConfig } from '../core/config.ts';
import { StartupError } from '../core/startup-error.ts';
import { behaviours } from '../domain/test-behaviours.ts';
import { openStorage } from '../storage/open-storage.ts';
import type { Storage } from '../storage/storage.ts';
import { askPassword } from './ask-password.ts';
import { CliError } from './cli-error.ts';
import { runCommand } from './commands.ts';

// Loading the sources is most of a start.
const { NODE_COMPILE_CACHE } = process.env;
const compileCache = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const password = 'a long enough password';
// Whole processes start here, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let database: TestDatabase | undefined;
let server: InProcessServer | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'porchlight-admin-'));
});
afterEach(async () => {
  await server?.stop();
  await database?.drop();
  server = undefined;
  database = undefined;
  rmSync(folder, { recursive: true, force: true });
});

type Ended = { out: string; err: string; code: number | null };

/** In this process: what a terminal would show, and what `main.ts` would end with. */
async function admin(words: string, input = ''): Promise<Ended> {
  const args = (words.match(/'[^']*'|\S+/g) ?? []).map((one) => one.replaceAll("'", ''));
  const place = { PORCHLIGHT_DATA: server?.folder ?? folder, DATABASE_URL: database?.url };
  let out = '';
  const say = (line: string) => {
    out += `${line}\n`;
  };
  const terminal = { input: Readable.from([input]), output: new PassThrough() };
  try {
    await runCommand(args, { config: readConfig(place), terminal, print: say, now: Date.now });
    return { out, err: '', code: 0 };
  } catch (thrown) {
    if (thrown instanceof CliError) return { out, err: `${thrown.message}\n`, code: thrown.code };
    if (thrown instanceof StartupError) return { out, err: `${thrown.message}\n`, code: 1 };
    throw thrown;
  }
}

/** As `npm run admin` starts it. */
async function adminProcess(args: string[], input: string): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env.PATH, ...compileCache, PORCHLIGHT_DATA: folder },
  });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { out, err, code: await ended };
}

/** Done, and the ids it printed. */
async function done(words: string, input = ''): Promise<string[]> {
  const { out, err, code } = await admin(words, input);
  expect({ words, code, err }).toEqual({ words, code: 0, err: '' });
  return out.match(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g) ?? [];
}

async function onStore<Value>(work: (storage: Storage) => Promise<Value>): Promise<Value> {
  const storage = await openStorage({ dataFolder: folder, databaseUrl: database?.url, startThread: startInThisThread });
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}

async function fromNothing(): Promise<{ organizationId: string | undefined; tag: string }> {
  const [organizationId] = await done("create organization 'Example Ltd'");
  await done('create queue Support');
  await done('create user Ada@Shop.example --name Ada --role administrator', `${password}\n`);
  await done('create user grace@shop.example --name Grace --queue Support', `${password}\r\nand more\n`);
  const { out } = await admin("create deployment 'The shop' --allow *.shop.example --url https://chat.shop.example/");
  return { organizationId, tag: out };
}

test.each(['sqlite', ...(postgresUrl ? ['postgres'] : [])])('from an empty store to a tag, on %s', async (engine) => {
  if (engine === 'postgres') database = await createTestDatabase();

  const { organizationId, tag } = await fromNothing();

  expect(tag).toContain('<script async src="https://chat.shop.example/porchlight.js"');
  expect(tag).toContain(`data-organization-id="${organizationId}"`);
  expect(tag).toContain('data-queue="Support"></script>');
  const { out: list } = await admin('list');
  expect(list).toMatch(/organization +\S+ {2}Example Ltd\n/);
  expect(list).toMatch(/administrator +\S+ {2}Ada <ada@shop\.example>/);
  expect(list).toContain('Support: grace@shop.example');
  expect(list).toContain('The shop, on *.shop.example');
  expect(list).not.toContain('scrypt');
  const user = await onStore((storage) => storage.run('findUserByEmail', { email: 'grace@shop.example' }));
  expect(await verifyPassword(password, user?.passwordHash)).toBe(true);
});

test('deployments for tests are printed by what they do, and the same when asked again', async () => {
  await fromNothing();

  const { out } = await admin('create test-deployments --allow *.shop.example');

  expect(out.match(/^\w+ +[\da-f-]{36}$/gm)?.map((line) => line.split(' ')[0])).toEqual([...behaviours]);
  expect((await admin('create test-deployments')).out).toBe(out);
  expect((await admin('list')).out).toContain('Test: answers, on *.shop.example');
  expect(await admin('create test-deployments --allow https://shop.example')).toMatchObject({ code: 2 });
});

test('a running service takes notice at once', async () => {
  server = await startInProcessServer({ engine: 'sqlite' });
  const { client, organizationId } = server.seed;
  const { out } = await admin(
    `create client Bot --organization ${organizationId} --user robin@demo.porchlight.example`,
  );
  const [, id, secret] = /id +(\S+)\nClient secret +(\S+)\n/.exec(out) ?? [];
  expect(id).not.toBe(client.id);

  const answer = await server.fetch('/oauth/token', {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });

  expect(answer.status).toBe(200);
  expect(server.bugs).toEqual([]);
});

test('a reset password ends the sessions that were opened with the old one', async () => {
  await fromNothing();
  const { user, idHash } = await onStore(async (storage) => {
    const found = await storage.run('findUserByEmail', { email: 'ada@shop.example' });
    const session = { idHash: 'hash', userId: found?.id ?? '', signInNumber: 1, now: 0, expiresAt: 2 };
    await storage.run('openConsoleSession', session);
    return { user: await storage.run('findConsoleSession', { idHash: 'hash', now: 1 }), idHash: 'hash' };
  });
  expect(user?.role).toBe('administrator');

  await done('reset password ADA@shop.example', 'quite another password');

  await onStore(async (storage) => {
    expect(await storage.run('findConsoleSession', { idHash, now: 1 })).toBeUndefined();
    const found = await storage.run('findUserByEmail', { email: 'ada@shop.example' });
    expect(await verifyPassword('quite another password', found?.passwordHash)).toBe(true);
  });
});

test.each(['sqlite', ...(postgresUrl ? ['postgres'] : [])])(
  'a backup taken beside a running service brings everything back, on %s',
  async (engine) => {
    if (engine === 'postgres') database = await createTestDatabase();
    await fromNothing();
    const file = join(folder, 'copy.backup');

    // Beside a running owner.
    await onStore(() => done(`backup ${file}`));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await done('create queue Later');
    await onStore(async () => {
      const { code, err } = await admin(`restore ${file}`);
      expect(code).toBe(1);
      expect(err).toMatch(/Stop that first/);
    });
    await done(`restore ${file}`);

    const { out } = await admin('list');
    expect(out).toContain('Support: grace@shop.example');
    expect(out).not.toContain('Later');
    if (engine === 'sqlite') expect(readdirSync(folder).filter((name) => name.includes('.before-'))).toHaveLength(1);
  },
);

test('what is no backup replaces nothing, and a backup overwrites nothing', async () => {
  await fromNothing();
  const file = join(folder, 'no.backup');
  writeFileSync(file, 'not a database at all, but long enough to look like one '.repeat(100));

  const restored = await admin(`restore ${file}`);
  expect(restored).toMatchObject({ code: 1, out: '', err: `${file} is no backup of Porchlight, or is damaged.\n` });
  expect((await admin(`backup ${file}`)).err).toBe(`${file} is there already, and no backup overwrites another.\n`);

  expect((await admin('list')).out).toContain('Example Ltd');
  expect(existsSync(join(folder, 'porchlight.sqlite.arriving'))).toBe(false);
});

test.each([
  ['frobnicate', 2, 'There is no command "frobnicate".'],
  ['create queue', 2, '"create queue" takes NAME.'],
  ['create queue Support --allow x.example', 2, '"create queue" has no --allow.'],
  ['create organization Example --id mine', 2, '--id is a UUID, not "mine".'],
  ['list --what', 2, "Unknown option '--what'."],
  ['create queue Support', 1, 'There is no organization yet.'],
  ['create user nobody --name N', 2, '"nobody" is no e-mail address.'],
  ['create user a@b.example --name N --role boss', 2, '--role is agent or administrator, not "boss".'],
  ['create user a@b.example --name N', 1, 'A password has 10 to 256 characters.'],
  ['create client Bot --permission all', 2, 'There is no permission "all"; there are'],
  ['reset password nobody@b.example', 1, 'A password has 10 to 256 characters.'],
  ['tag 00000000-0000-0000-0000-000000000000', 1, 'There is no deployment 00000000'],
  ['restore nowhere', 1, 'There is no file nowhere.'],
])('"%s" ends with %i and one line', async (words, code, line) => {
  const ended = await admin(words, 'short');

  expect(ended.err).toContain(line);
  expect(ended.err.trim().split('\n')).toHaveLength(1);
  expect(ended).toMatchObject({ code, out: '' });
});

test('as a process it reads the password from its pipe, ends with the code, and complains on standard error', async () => {
  expect(await adminProcess(['create', 'organization', 'Example Ltd'], '')).toMatchObject({ code: 0, err: '' });
  const made = await adminProcess(['create', 'user', 'a@b.example', '--name', 'Ada'], `${password}\n`);
  expect(made).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Agent Ada <a@b.example>') });
  expect(await adminProcess(['creat'], '')).toMatchObject({ code: 2, out: '' });
});

test('on a terminal a password is asked for twice and never shown', async () => {
  const raw: boolean[] = [];
  const output = new PassThrough();
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (isRaw: boolean) => raw.push(isRaw) });
  const asked = askPassword({ input, output });
  // A key too many, and taken back.
  input.write(`${password}x\u007f\r`);
  while (!String(output.read() ?? '').includes('Once more')) await new Promise(setImmediate);
  input.write(`${password}\r`);

  expect(await asked).toBe(password);
  expect(raw).toEqual([true, false, true, false]);
  expect(String(output.read())).not.toContain('long');
});

test('without a word it says what there is', async () => {
  const { out, code } = await admin('');

  expect(code).toBe(0);
  for (const word of ['create organization', 'reset password', 'backup FILE', 'restore FILE'])
    expect(out).toContain(word);
  expect(readConfig({ PORCHLIGHT_DATA: folder }).dataFolder).toBe(folder);
});

test('an organization keeps the id it had elsewhere, once', async () => {
  const id = '8B4E9B7C-0D4A-4A44-9D0C-0D2F0F1A4C11';

  expect(await done(`create organization Example --id ${id}`)).toEqual([id.toLowerCase()]);

  expect(await admin(`create organization Another --id ${id}`)).toMatchObject({ code: 1 });
  expect((await admin('list')).out).not.toContain('Another');
});

test('skills and wrap-up codes are made, and whatever was made can be removed, once', async () => {
  await done('create organization Example');
  await done('create queue Support');
  const address = 'grace@example.com';
  const [userId = ''] = await done(`create user ${address} --name Grace --queue Support`, `${password}\n`);
  const [clientId] = await done(`create client Bot --user ${address}`);
  await done('create wrapup-code Refund');

  await done(`skills ${address} --skill Billing --skill refunds --language DE`);
  expect((await admin('list')).out).toMatch(/off queue, language de, skill billing, skill refunds\n/);
  await done(`skills ${address} --skill billing`);
  expect((await admin('list')).out).toMatch(/off queue, skill billing\n/);
  expect((await admin('list')).out).toMatch(/wrap-up code {2}\S+ {2}Refund\n/);

  await done(`remove client ${clientId}`);
  await done(`remove user ${address}`);
  await done('remove wrapup-code Refund');
  await done('remove queue Support');
  const { out } = await admin('list');
  for (const gone of [userId, clientId, address, 'Refund', 'Support']) expect(out).not.toContain(gone);
  for (const words of [`remove user ${address}`, `remove client ${clientId}`, 'remove queue Support']) {
    expect(await admin(words)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^(There is no|Nobody|There is nothing)/),
    });
  }
  await done('create queue Support');
});
