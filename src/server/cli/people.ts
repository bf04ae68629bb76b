import { defaultTiming } from '../domain/timing.ts';
import { createOperatorAct } from '../storage/repositories/audit.ts';
import type { Storage } from '../storage/storage.ts';
import type { Result } from '../storage/unit-of-work.ts';
import { type CliContext, withStore } from './context.ts';

type OrganizationOption = { organization?: string | undefined };
type Abilities = { skill?: string[] | undefined; language?: string[] | undefined };
type Found<Row> = Result<Row>;
type Owned = { id: string; organization_id: string };

/** Replaces a user's skills and languages. */
export async function changeSkills([email = '']: string[], given: Abilities, { config, print, now }: CliContext) {
  const { skill = [], language = [] } = given;
  await withStore(config, async (store) => {
    const user = await findUser(store, email);
    if ('rejection' in user) return user;
    const own = { now: now(), userId: user.value.id };
    await store.run('setSkills', { ...own, kind: 'language', names: language });
    const changed = withoutEvents(await store.run('setSkills', { ...own, kind: 'skill', names: skill }));
    const { organization_id: organizationId } = user.value;
    await store.run('auditCommand', { now: now(), organizationId, command: 'skills' });
    return changed;
  });
  print(`${email} has ${describeNames('skills', skill)} and ${describeNames('languages', language)}.`);
}

export async function createWrapupCode(
  [name = '']: string[],
  { organization }: OrganizationOption,
  { config, print, now }: CliContext,
) {
  const { id } = await withStore(config, async (store) => {
    const own = await store.run('resolveOrganization', { organization });
    if ('rejection' in own) return own;
    return withoutEvents(await store.run('addWrapupCode', { act: createOperatorAct(own.value, now()), name }));
  });
  print(`Wrap-up code ${name}: ${id}`);
}

export async function removeWrapupCode(
  [name = '']: string[],
  given: OrganizationOption,
  { config, print, now }: CliContext,
) {
  await withStore(config, async (store) => {
    const code = await findOne(store, 'wrapupCodes', name, given);
    if ('rejection' in code) return code;
    const act = createOperatorAct(code.value.organization_id, now());
    return withoutEvents(await store.run('removeOwnWrapupCode', { act, id: code.value.id }));
  });
  print(`There is no wrap-up code ${name} any more.`);
}

export async function removeQueue(
  [name = '']: string[],
  given: OrganizationOption,
  { config, print, now }: CliContext,
) {
  await withStore(config, async (store) => {
    const queue = await findOne(store, 'queues', name, given);
    if ('rejection' in queue) return queue;
    const act = createOperatorAct(queue.value.organization_id, now());
    return withoutEvents(await store.run('removeOwnQueue', { act, id: queue.value.id }));
  });
  print(`There is no queue ${name} any more.`);
}

export async function removeUser([email = '']: string[], _: unknown, { config, print, now }: CliContext) {
  await withStore(config, async (store) => {
    const user = await findUser(store, email);
    if ('rejection' in user) return user;
    const act = createOperatorAct(user.value.organization_id, now());
    return withoutEvents(await store.run('removeOwnUser', { act, timing: defaultTiming, userId: user.value.id }));
  });
  print(`${email} is out, with every client that acted for them; their chats went back to the queue.`);
}

export async function removeClient([id = '']: string[], _: unknown, { config, print, now }: CliContext) {
  await withStore(config, async (store) => {
    const { clients } = await store.run('listAccounts', undefined);
    const client = clients.find((one) => one.id === id.toLowerCase());
    if (!client) return { rejection: { code: 'not.found', message: `there is no client ${id}` } };
    const act = createOperatorAct(client.organization_id, now());
    return withoutEvents(await store.run('removeOwnOAuthClient', { act, id: client.id }));
  });
  print(`The client ${id} is out.`);
}

async function findUser(store: Storage, email: string): Promise<Found<Owned>> {
  const { users } = await store.run('listAccounts', undefined);
  const user = users.find((one) => one.email === email.toLowerCase());
  return user ? { value: user } : { rejection: { code: 'not.found', message: `nobody has the address ${email}` } };
}

async function findOne(
  store: Storage,
  kind: 'queues' | 'wrapupCodes',
  name: string,
  { organization }: OrganizationOption,
): Promise<Found<Owned>> {
  const own = await store.run('resolveOrganization', { organization });
  if ('rejection' in own) return own;
  const rows: { id: string; organization_id: string; name: string }[] = (await store.run('listAccounts', undefined))[
    kind
  ];
  const row = rows.find((one) => one.organization_id === own.value && one.name === name);
  return row ? { value: row } : { rejection: { code: 'not.found', message: `there is nothing named "${name}"` } };
}

/** Leaves out the events, which are for sockets: a running service notices the change by itself. */
function withoutEvents<Value>(
  outcome: { rejection?: never; value: Value } | { rejection: { code: string; message: string } },
) {
  return outcome.rejection ? { rejection: outcome.rejection } : { value: outcome.value };
}

const describeNames = (what: string, names: readonly string[]) =>
  names.length === 0 ? `no ${what}` : `the ${what} ${names.join(', ').toLowerCase()}`;
