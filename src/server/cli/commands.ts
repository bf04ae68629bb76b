import { parseArgs } from 'node:util';
import { hashPassword, hashSecret, randomSecret } from '../auth/passwords.ts';
import { defaultSettings } from '../core/settings.ts';
import { agentPermissions, allPermissions } from '../domain/permissions.ts';
import type { UserRole } from '../domain/records.ts';
import { createOperatorAct } from '../storage/repositories/audit.ts';
import { askPassword } from './ask-password.ts';
import { backUp, restore } from './backup.ts';
import { CliError, usageError } from './cli-error.ts';
import { type CliContext, withStore } from './context.ts';
import { help } from './help.ts';
import { formatAccounts } from './listing.ts';
import { changeSkills, createWrapupCode, removeClient, removeQueue, removeUser, removeWrapupCode } from './people.ts';
import { removeDemo } from './remove-demo.ts';
import { rotateKey } from './rotate-key.ts';
import { scriptTag } from './script-tag.ts';
import { assertHosts, createTestDeployments } from './test-deployments.ts';

type Given = ReturnType<typeof parseCommandLine>;

/**
 * Runs one command, given as the arguments of the process. Throws CliError or StartupError with a sentence for the
 * operator, and then nothing has changed.
 */
export async function runCommand(words: readonly string[], context: CliContext): Promise<void> {
  const given = parseCommandLine(words);
  if (given.options.help || given.words.length === 0) return context.print(help);
  const name = [given.words.slice(0, 2).join(' '), given.words[0] ?? ''].find((one) => Object.hasOwn(commands, one));
  if (name === undefined) throw usageError(`There is no command "${words.join(' ')}".`);
  const command: Command = commands[name as keyof typeof commands];
  const args = given.words.slice(name.split(' ').length);
  if (args.length !== command.takes.length) throw usageError(`"${name}" takes ${describeArguments(command.takes)}.`);
  const stray = Object.keys(given.options).find((option) => !command.options.includes(option));
  if (stray !== undefined) throw usageError(`"${name}" has no --${stray}.`);
  if (args.some((arg) => arg.trim() === '')) throw usageError('A name has at least one character.');
  await command.run(args, given.options, context);
}

const options = {
  help: { type: 'boolean', short: 'h' },
  organization: { type: 'string' },
  id: { type: 'string' },
  name: { type: 'string' },
  role: { type: 'string' },
  capacity: { type: 'string' },
  queue: { type: 'string', multiple: true },
  member: { type: 'string', multiple: true },
  user: { type: 'string' },
  permission: { type: 'string', multiple: true },
  'all-permissions': { type: 'boolean' },
  allow: { type: 'string', multiple: true },
  url: { type: 'string' },
  skill: { type: 'string', multiple: true },
  language: { type: 'string', multiple: true },
  now: { type: 'boolean' },
} as const;

function parseCommandLine(words: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
    return { options: values, words: positionals };
  } catch (cause) {
    throw usageError(`${cause instanceof Error ? cause.message.split('. ')[0] : cause}.`);
  }
}

type Command = {
  takes: readonly string[];
  options: readonly string[];
  run(args: string[], options: Given['options'], context: CliContext): Promise<void>;
};

const commands = {
  'create organization': { takes: ['NAME'], options: ['id'], run: createOrganization },
  'create queue': { takes: ['NAME'], options: ['organization', 'member'], run: createQueue },
  'create user': {
    takes: ['EMAIL'],
    options: ['organization', 'name', 'role', 'queue', 'capacity'],
    run: createUser,
  },
  'create client': {
    takes: ['NAME'],
    options: ['organization', 'user', 'permission', 'all-permissions'],
    run: createClient,
  },
  'create deployment': { takes: ['NAME'], options: ['organization', 'allow', 'queue', 'url'], run: createDeployment },
  'create test-deployments': { takes: [], options: ['organization', 'allow'], run: createTestDeployments },
  'create wrapup-code': { takes: ['NAME'], options: ['organization'], run: createWrapupCode },
  'remove demo': { takes: [], options: [], run: removeDemo },
  'remove user': { takes: ['EMAIL'], options: [], run: removeUser },
  'remove client': { takes: ['CLIENT-ID'], options: [], run: removeClient },
  'remove queue': { takes: ['NAME'], options: ['organization'], run: removeQueue },
  'remove wrapup-code': { takes: ['NAME'], options: ['organization'], run: removeWrapupCode },
  skills: { takes: ['EMAIL'], options: ['skill', 'language'], run: changeSkills },
  tag: { takes: ['DEPLOYMENT-ID'], options: ['queue', 'url'], run: printTag },
  join: { takes: ['QUEUE', 'EMAIL'], options: [], run: (args, _, context) => changeMembership(args, true, context) },
  leave: { takes: ['QUEUE', 'EMAIL'], options: [], run: (args, _, context) => changeMembership(args, false, context) },
  'reset password': { takes: ['EMAIL'], options: [], run: resetPassword },
  'rotate key': { takes: [], options: ['now'], run: rotateKey },
  list: { takes: [], options: [], run: listAccounts },
  backup: {
    takes: ['FILE'],
    options: [],
    async run([file = ''], _, { config, print, now }) {
      await backUp(config, file);
      await noteCommand(config, 'backup', now());
      print(`Everything is in ${file}. Keep it like a password.`);
    },
  },
  restore: {
    takes: ['FILE'],
    options: [],
    async run([file = ''], _, { config, print, now }) {
      const earlier = await restore(config, file);
      await noteCommand(config, 'restore', now());
      print(`Everything is as in ${file}.${earlier === undefined ? '' : ` What was there before is in ${earlier}`}`);
    },
  },
} satisfies Record<string, Command>;

async function noteCommand(config: CliContext['config'], command: string, now: number): Promise<void> {
  await withStore(config, async (store) => ({ value: await store.run('auditCommand', { command, now }) }));
}

async function createOrganization([name = '']: string[], given: Given['options'], { config, print, now }: CliContext) {
  const wanted = given.id?.toLowerCase();
  if (wanted !== undefined && !isUuid(wanted)) throw usageError(`--id is a UUID, not "${given.id}".`);
  const id = await withStore(config, (store) => store.run('createOrganization', { id: wanted, name, now: now() }));
  print(`Organization ${name}: ${id}`);
}

async function createQueue([name = '']: string[], given: Given['options'], { config, print, now }: CliContext) {
  const { organization, member: members = [] } = given;
  const id = await withStore(config, (store) => store.run('createQueue', { organization, name, members, now: now() }));
  print(`Queue ${name}: ${id}`);
}

async function createUser([email = '']: string[], given: Given['options'], context: CliContext) {
  const { organization, name = '', queue: queues = [] } = given;
  if (!/^\S+@\S+$/.test(email)) throw usageError(`"${email}" is no e-mail address.`);
  if (name.trim() === '') throw usageError('"create user" needs --name, which visitors see.');
  const role = readRole(given.role ?? 'agent');
  const capacity = Number(given.capacity ?? 4);
  if (!(Number.isInteger(capacity) && capacity >= 0 && capacity <= 1000)) throw usageError('--capacity is 0 to 1000.');
  const { config, print, now, terminal } = context;
  const passwordHash = await hashPassword(await askPassword(terminal));
  const user = { organization, name, email, passwordHash, role, capacity, queues, now: now() };
  const id = await withStore(config, (store) => store.run('createUser', user));
  print(`${role === 'agent' ? 'Agent' : 'Administrator'} ${name} <${email.toLowerCase()}>: ${id}`);
}

async function createClient([name = '']: string[], given: Given['options'], { config, print, now }: CliContext) {
  const permissions = readPermissions(given);
  const secret = randomSecret();
  const client = { organization: given.organization, name, email: given.user, permissions, now: now() };
  const id = await withStore(config, (store) =>
    store.run('createOAuthClient', { ...client, secretHash: hashSecret(secret) }),
  );
  print(`Client id      ${id}`);
  print(`Client secret  ${secret}`);
  print('The secret is not kept and will not be shown again.');
}

async function createDeployment([name = '']: string[], given: Given['options'], context: CliContext) {
  const { organization, allow: allowedDomains = [] } = given;
  assertHosts(allowedDomains);
  const { config, print, now } = context;
  const row = await withStore(config, async (store) => {
    const own = await store.run('resolveOrganization', { organization });
    if ('rejection' in own) return own;
    const change = { ...noConfiguration, name, allowedDomains };
    return store.run('createDeployment', {
      organizationId: own.value,
      act: createOperatorAct(own.value, now()),
      change,
      now: now(),
      most: defaultSettings.maxDeployments,
    });
  });
  print(`Deployment ${name}: ${row.id}`);
  await printTag([row.id], given, context);
}

async function printTag([deployment = '']: string[], given: Given['options'], { config, print }: CliContext) {
  const found = await withStore(config, async (store) => {
    const value = await store.run('findTagDetails', { deployment });
    return value ? { value } : { rejection: { message: `there is no deployment ${deployment}` } };
  });
  const queue = given.queue?.[0] ?? found.queues[0];
  if (queue !== undefined && !found.queues.includes(queue)) throw new CliError(`There is no queue "${queue}".`);
  print(scriptTag({ ...found, queue, origin: readOrigin(given.url, config) }));
  if (queue === undefined) print('It needs a queue to go to: npm run admin -- create queue NAME');
}

async function changeMembership([queue = '', email = '']: string[], isMember: boolean, context: CliContext) {
  await withStore(context.config, (store) =>
    store.run('changeMembership', { queue, email, isMember, now: context.now() }),
  );
  context.print(isMember ? `${email} is a member of ${queue}.` : `${email} is no member of ${queue}.`);
}

async function resetPassword([email = '']: string[], _: unknown, { config, print, now, terminal }: CliContext) {
  const passwordHash = await hashPassword(await askPassword(terminal));
  await withStore(config, (store) => store.run('resetPassword', { email, passwordHash, now: now() }));
  print(`${email} has the new password and is signed out everywhere.`);
}

async function listAccounts(_args: string[], _options: unknown, { config, print }: CliContext) {
  const accounts = await withStore(config, async (store) => ({ value: await store.run('listAccounts', undefined) }));
  for (const line of formatAccounts(accounts)) print(line);
}

function readRole(role: string): UserRole {
  if (role === 'agent' || role === 'administrator') return role;
  throw usageError(`--role is agent or administrator, not "${role}".`);
}

function readPermissions(given: Given['options']): readonly string[] {
  if (given['all-permissions']) return allPermissions;
  const known: readonly string[] = allPermissions;
  const wrong = given.permission?.find((name) => !known.includes(name));
  if (wrong !== undefined) throw usageError(`There is no permission "${wrong}"; there are ${known.join(', ')}.`);
  return given.permission ?? (given.user === undefined ? [] : agentPermissions);
}

function readOrigin(url: string | undefined, { publicUrl, host, port }: CliContext['config']): string {
  if (url === undefined) return publicUrl ?? `http://${host}:${port}`;
  const parsed = URL.parse(url);
  if (parsed !== null && /^https?:$/.test(parsed.protocol)) return parsed.origin;
  throw usageError(`--url is an address such as https://chat.example.com, not "${url}".`);
}

const noConfiguration = {
  description: undefined,
  authenticationRequired: false,
  authenticationUrl: undefined,
  disabled: false,
};

const isUuid = (id: string) => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(id);
const describeArguments = (takes: readonly string[]) => (takes.length === 0 ? 'nothing more' : takes.join(' and '));
