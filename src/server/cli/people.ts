import { defaultTiming } from '../domain/timing.ts';
import { operatorAct } from '../storage/repositories/audit.ts';
import type { Storage } from '../storage/storage.ts';
import type { Decided } from '../storage/unit-of-work.ts';
import { type AdminContext, onStore } from './context.ts';

type Of = { organization?: string | undefined };
type Abilities = { skill?: string[] | undefined; language?: string[] | undefined };
type Found<Row> = Decided<Row>;
type Owned = { id: string; organization_id: string };

/** From now on exactly these. */
export async function changeSkills([email = '']: string[], given: Abilities, { config, say, now }: AdminContext) {
  const { skill = [], language = [] } = given;
  await onStore(config, async (store) => {
    const user = await findUser(store, email);
    if ('refusal' in user) return user;
    const own = { now: now(), userId: user.value.id };
    await store.run('setSkills', { ...own, kind: 'language', names: language });
    const changed = decided(await store.run('setSkills', { ...own, kind: 'skill', names: skill }));
    const { organization_id: organizationId } = user.value;
    await store.run('noteCommand', { now: now(), organizationId, command: 'skills' });
    return changed;
  });
  say(`${email} has ${named('skills', skill)} and ${named('languages', language)}.`);
}

export async function createWrapupCode(
  [name = '']: string[],
  { organization }: Of,
  { config, say, now }: AdminContext,
) {
  const { id } = await onStore(config, async (store) => {
    const own = await store.run('whichOrganization', { organization });
    if ('refusal' in own) return own;
    return decided(await store.run('addWrapupCode', { act: operatorAct(own.value, now()), name }));
  });
  say(`Wrap-up code ${name}: ${id}`);
}

export async function removeWrapupCode([name = '']: string[], given: Of, { config, say, now }: AdminContext) {
  await onStore(config, async (store) => {
    const code = await findOne(store, 'wrapupCodes', name, given);
    if ('refusal' in code) return code;
    const act = operatorAct(code.value.organization_id, now());
    return decided(await store.run('removeOwnWrapupCode', { act, id: code.value.id }));
  });
  say(`There is no wrap-up code ${name} any more.`);
}

export async function removeQueue([name = '']: string[], given: Of, { config, say, now }: AdminContext) {
  await onStore(config, async (store) => {
    const queue = await findOne(store, 'queues', name, given);
    if ('refusal' in queue) return queue;
    const act = operatorAct(queue.value.organization_id, now());
    return decided(await store.run('removeOwnQueue', { act, id: queue.value.id }));
  });
  say(`There is no queue ${name} any more.`);
}

export async function removeUser([email = '']: string[], _: unknown, { config, say, now }: AdminContext) {
  await onStore(config, async (store) => {
    const user = await findUser(store, email);
    if ('refusal' in user) return user;
    const act = operatorAct(user.value.organization_id, now());
    return decided(await store.run('removeOwnUser', { act, timing: defaultTiming, userId: user.value.id }));
  });
  say(`${email} is out, with every client that acted for them; their chats went back to the queue.`);
}

export async function removeClient([id = '']: string[], _: unknown, { config, say, now }: AdminContext) {
  await onStore(config, async (store) => {
    const { clients } = await store.run('listAccounts', undefined);
    const client = clients.find((one) => one.id === id.toLowerCase());
    if (!client) return { refusal: { code: 'not.found', message: `there is no client ${id}` } };
    const act = operatorAct(client.organization_id, now());
    return decided(await store.run('removeOwnOAuthClient', { act, id: client.id }));
  });
  say(`The client ${id} is out.`);
}

async function findUser(store: Storage, email: string): Promise<Found<Owned>> {
  const { users } = await store.run('listAccounts', undefined);
  const user = users.find((one) => one.email === email.toLowerCase());
  return user ? { value: user } : { refusal: { code: 'not.found', message: `nobody has the address ${email}` } };
}

async function findOne(
  store: Storage,
  kind: 'queues' | 'wrapupCodes',
  name: string,
  { organization }: Of,
): Promise<Found<Owned>> {
  const own = await store.run('whichOrganization', { organization });
  if ('refusal' in own) return own;
  const rows: { id: string; organization_id: string; name: string }[] = (await store.run('listAccounts', undefined))[
    kind
  ];
  const row = rows.find((one) => one.organization_id === own.value && one.name === name);
  return row ? { value: row } : { refusal: { code: 'not.found', message: `there is nothing named "${name}"` } };
}

/** Without the events, which are for a service's sockets: a running one notices by itself. */
function decided<Value>(outcome: { refusal?: never; value: Value } | { refusal: { code: string; message: string } }) {
  return outcome.refusal ? { refusal: outcome.refusal } : { value: outcome.value };
}

const named = (what: string, names: readonly string[]) =>
  names.length === 0 ? `no ${what}` : `the ${what} ${names.join(', ').toLowerCase()}`;
