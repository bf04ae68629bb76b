import { reject } from '../../domain/rejection.ts';
import type { Behaviour } from '../../domain/test-behaviours.ts';
import type { Timing } from '../../domain/timing.ts';
import type { Transaction } from '../transaction.ts';
import { newId, type OperationResult } from '../unit-of-work.ts';
import { removalOperations } from './removals.ts';

/** What the demo page, the console and programs need to know to try everything. */
export type DemoDetails = {
  organizationId: string;
  deploymentId: string;
  queue: string;
  agent: { email: string; password: string };
  /** Who sets things up, and can be handed a chat. A store seeded before there was one gets one. */
  administrator?: { email: string; password: string };
  client: { id: string; secret: string };
  /** The test deployments by behaviour. They are read from the store, not from this record. */
  testDeployments?: Partial<Record<Behaviour, string>>;
};

export type DemoAdministrator = {
  now: number;
  details: DemoDetails;
  userId: string;
  name: string;
  email: string;
  passwordHash: string;
};

export type DemoSeed = {
  now: number;
  details: DemoDetails;
  agentName: string;
  userId: string;
  queueId: string;
  passwordHash: string;
  secretHash: string;
  permissions: readonly string[];
};

type DemoPhrases = {
  now: number;
  organizationId: string;
  replies: readonly { shortcut: string; body: string }[];
  wrapupCodes: readonly string[];
};

const detailsKey = 'demo';
/** The ids of the seeded users; an administrator may change their addresses. */
const peopleKey = 'demo-people';

export const demoOperations = {
  /** What an earlier start of the demo has seeded; `empty` or `used` for a store it has not. */
  async findDemo(tx: Transaction): Promise<DemoDetails | 'empty' | 'used'> {
    const row = await tx.selectFrom('meta').select('value').where('key', '=', detailsKey).executeTakeFirst();
    if (row !== undefined) return JSON.parse(row.value) as DemoDetails;
    const organization = await tx.selectFrom('organization').select('id').limit(1).executeTakeFirst();
    return organization === undefined ? 'empty' : 'used';
  },

  /** Fills an empty store with all that one chat needs; the demo stores its own secrets in plain text. */
  async seedDemo(tx: Transaction, seed: DemoSeed): Promise<void> {
    const { details, now: created_at, userId, queueId } = seed;
    const organization_id = details.organizationId;
    await tx.insertInto('organization').values({ id: organization_id, name: 'Demo', created_at }).execute();
    await tx
      .insertInto('deployment')
      .values({ id: details.deploymentId, organization_id, name: 'Demo shop', created_at })
      .execute();
    await tx.insertInto('queue').values({ id: queueId, organization_id, name: details.queue, created_at }).execute();
    await tx
      .insertInto('user')
      .values({
        id: userId,
        organization_id,
        name: seed.agentName,
        email: details.agent.email,
        password_hash: seed.passwordHash,
        on_queue: 1,
        created_at,
      })
      .execute();
    await tx.insertInto('queue_member').values({ queue_id: queueId, user_id: userId }).execute();
    await tx
      .insertInto('oauth_client')
      .values({
        id: details.client.id,
        organization_id,
        name: 'Demo client',
        secret_hash: seed.secretHash,
        user_id: userId,
        permissions: JSON.stringify(seed.permissions),
        created_at,
      })
      .execute();
    await tx
      .insertInto('meta')
      .values({ key: detailsKey, value: JSON.stringify(details) })
      .execute();
    await addDemoPerson(tx, userId);
  },

  /** Adds canned replies and wrap-up codes. */
  async addDemoPhrases(tx: Transaction, { now: created_at, organizationId, ...phrases }: DemoPhrases): Promise<void> {
    const own = { organization_id: organizationId, created_at };
    const replies = phrases.replies.map((reply) => ({ ...own, id: newId(), ...reply }));
    const codes = phrases.wrapupCodes.map((name) => ({ ...own, id: newId(), name }));
    await tx.insertInto('canned_reply').values(replies).execute();
    await tx.insertInto('wrapup_code').values(codes).execute();
  },

  /**
   * Adds the administrator, off queue, so that one agent alone can try everything; `false` where the address is taken.
   * `details` holds the password.
   */
  async addDemoAdministrator(
    tx: Transaction,
    { details, userId, now, ...person }: DemoAdministrator,
  ): Promise<boolean> {
    const organization_id = details.organizationId;
    const taken = await tx.selectFrom('user').select('id').where('email', '=', person.email).executeTakeFirst();
    if (taken) return false;
    const { name, email, passwordHash: password_hash } = person;
    await tx
      .insertInto('user')
      .values({ id: userId, organization_id, name, email, password_hash, role: 'administrator', created_at: now })
      .execute();
    const queue = await tx
      .selectFrom('queue')
      .select('id')
      .where('organization_id', '=', organization_id)
      .where('name', '=', details.queue)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    if (queue) await tx.insertInto('queue_member').values({ queue_id: queue.id, user_id: userId }).execute();
    await tx
      .updateTable('meta')
      .set({ value: JSON.stringify(details) })
      .where('key', '=', detailsKey)
      .execute();
    await addDemoPerson(tx, userId);
    return true;
  },

  /**
   * Removes all access that the demo made: its users with their sessions and invitations, and its client with its
   * tokens. The organization, its deployments and its chats stay. Returns the addresses of the removed users.
   */
  async removeDemo(
    tx: Transaction,
    { now, timing }: { now: number; timing: Timing },
  ): Promise<OperationResult<string[]>> {
    const row = await tx
      .selectFrom('meta')
      .select('value')
      .where('key', '=', detailsKey)
      .forUpdate()
      .executeTakeFirst();
    if (!row) return { rejection: reject('not.found', 'This store holds no accounts of the demo'), events: [] };
    const details = JSON.parse(row.value) as DemoDetails;
    const people = await findDemoPeople(tx, details);
    const result: OperationResult<string[]> = { value: people.map(({ email }) => email), events: [] };
    for (const { id: userId } of people) {
      await tx.deleteFrom('invite').where('user_id', '=', userId).execute();
      result.events.push(...(await removalOperations.removeUser(tx, { now, timing, userId })).events);
    }
    await tx.deleteFrom('oauth_client').where('id', '=', details.client.id).execute();
    await tx.deleteFrom('meta').where('key', 'in', [detailsKey, peopleKey]).execute();
    return result;
  },
};

async function readDemoPeople(tx: Transaction): Promise<string[]> {
  const row = await tx.selectFrom('meta').select('value').where('key', '=', peopleKey).executeTakeFirst();
  return row === undefined ? [] : JSON.parse(row.value);
}

async function addDemoPerson(tx: Transaction, userId: string): Promise<void> {
  const value = JSON.stringify([...(await readDemoPeople(tx)), userId]);
  await tx
    .insertInto('meta')
    .values({ key: peopleKey, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}

/** A store that was seeded by an earlier version has no ids, and the addresses have to do. */
async function findDemoPeople(tx: Transaction, { organizationId, agent, administrator }: DemoDetails) {
  const ids = await readDemoPeople(tx);
  const emails = [agent.email, ...(administrator ? [administrator.email] : [])];
  return tx
    .selectFrom('user')
    .select(['id', 'email'])
    .where('organization_id', '=', organizationId)
    .where('removed_at', 'is', null)
    .where((eb) => eb.or([eb('email', 'in', emails), ...(ids.length > 0 ? [eb('id', 'in', ids)] : [])]))
    .execute();
}
