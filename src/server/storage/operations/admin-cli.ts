import type { UserRole } from '../../domain/records.ts';
import { type Rejection, reject } from '../../domain/rejection.ts';
import { lockPeople } from '../repositories/actors.ts';
import { addAuditEntry, createOperatorAct } from '../repositories/audit.ts';
import { deleteInvitations, endSignIns } from '../repositories/revoke-access.ts';
import { removeForbiddenTopics } from '../repositories/topic-access.ts';
import type { Transaction } from '../transaction.ts';
import { newId, type Result } from '../unit-of-work.ts';

/** By id or by name; undefined for the only one there is. */
export type WhichOrganization = { organization: string | undefined };

export type NewUser = WhichOrganization & {
  name: string;
  email: string;
  passwordHash: string;
  role: UserRole;
  capacity: number;
  /** Names of queues to be a member of. */
  queues: readonly string[];
  now: number;
};

export type NewClient = WhichOrganization & {
  name: string;
  secretHash: string;
  /** The e-mail address of whom it acts for. */
  email: string | undefined;
  permissions: readonly string[];
  now: number;
};

/** Changes that the operator makes with the admin command. Each operation rejects before it writes. */
export const adminCliOperations = {
  /** Under the id it had elsewhere, or a new one. */
  async createOrganization(
    tx: Transaction,
    { id = newId(), name, now }: { id?: string | undefined; name: string; now: number },
  ): Promise<Result<string>> {
    const same = await tx.selectFrom('organization').select('id').where('name', '=', name).executeTakeFirst();
    if (same) return { rejection: taken(`an organization named "${name}"`) };
    const row = { id, name, created_at: now };
    const orNot = tx
      .insertInto('organization')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doNothing());
    const created = await orNot.returning('id').executeTakeFirst();
    if (!created) return { rejection: taken(`an organization of the id ${id}`) };
    await addAuditEntry(tx, createOperatorAct(id, now), 'created', { kind: 'organization', id, name });
    return { value: id };
  },

  async createUser(tx: Transaction, args: NewUser): Promise<Result<string>> {
    const own = await findOrganization(tx, args);
    if ('rejection' in own) return own;
    const email = args.email.toLowerCase();
    if (await findUser(tx, email)) return { rejection: taken(`somebody with the address ${email}`) };
    const queues = await findQueues(tx, own.value, args.queues);
    if ('rejection' in queues) return queues;
    const id = newId();
    const { name, role, capacity, passwordHash: password_hash, now: created_at } = args;
    const values = { id, organization_id: own.value, name, email, password_hash, role, capacity, created_at };
    await tx.insertInto('user').values(values).execute();
    for (const queue_id of queues.value)
      await tx.insertInto('queue_member').values({ queue_id, user_id: id }).execute();
    await addAuditEntry(tx, createOperatorAct(own.value, args.now), 'created', { kind: 'person', id, name });
    return { value: id };
  },

  async createQueue(
    tx: Transaction,
    args: WhichOrganization & { name: string; members: readonly string[]; now: number },
  ): Promise<Result<string>> {
    const own = await findOrganization(tx, args);
    if ('rejection' in own) return own;
    const { name, now: created_at } = args;
    const same = await findQueues(tx, own.value, [name]);
    if ('value' in same) return { rejection: taken(`a queue named "${name}"`) };
    const members: string[] = [];
    for (const email of args.members) {
      const user = await findUser(tx, email);
      if (user?.organizationId !== own.value) return { rejection: missing(`nobody has the address ${email}`) };
      members.push(user.id);
    }
    const id = newId();
    await tx.insertInto('queue').values({ id, organization_id: own.value, name, created_at }).execute();
    for (const user_id of members) await tx.insertInto('queue_member').values({ queue_id: id, user_id }).execute();
    await addAuditEntry(tx, createOperatorAct(own.value, args.now), 'created', { kind: 'queue', id, name });
    return { value: id };
  },

  /** Succeeds also where nothing changes. */
  async changeMembership(
    tx: Transaction,
    { queue, email, isMember, now }: { queue: string; email: string; isMember: boolean; now: number },
  ): Promise<Result<null>> {
    const user = await findUser(tx, email);
    if (!user) return { rejection: missing(`nobody has the address ${email}`) };
    const queues = await findQueues(tx, user.organizationId, [queue]);
    if ('rejection' in queues) return queues;
    const [queue_id = ''] = queues.value;
    await tx.deleteFrom('queue_member').where('queue_id', '=', queue_id).where('user_id', '=', user.id).execute();
    if (isMember) await tx.insertInto('queue_member').values({ queue_id, user_id: user.id }).execute();
    else await removeForbiddenTopics(tx, [user.id]);
    await addAuditEntry(tx, createOperatorAct(user.organizationId, now), 'changed', {
      kind: 'queue',
      id: queue_id,
      name: queue,
    });
    return { value: null };
  },

  async createOAuthClient(tx: Transaction, args: NewClient): Promise<Result<string>> {
    const own = await findOrganization(tx, args);
    if ('rejection' in own) return own;
    const user = args.email === undefined ? undefined : await findUser(tx, args.email);
    if (args.email !== undefined && user?.organizationId !== own.value) {
      return { rejection: missing(`nobody has the address ${args.email}`) };
    }
    const id = newId();
    const permissions = JSON.stringify(args.permissions);
    const { name, secretHash: secret_hash, now: created_at } = args;
    const values = { id, organization_id: own.value, name, secret_hash, permissions, created_at };
    await tx
      .insertInto('oauth_client')
      .values({ ...values, user_id: user?.id ?? null })
      .execute();
    await addAuditEntry(tx, createOperatorAct(own.value, args.now), 'created', { kind: 'client', id, name });
    return { value: id };
  },

  /** Ends that person's sign-ins and invitations as well: who had the old password, or a link, is out. */
  async resetPassword(
    tx: Transaction,
    { email, passwordHash, now }: { email: string; passwordHash: string; now: number },
  ): Promise<Result<null>> {
    const user = await findUser(tx, email);
    if (!user) return { rejection: missing(`nobody has the address ${email}`) };
    await lockPeople(tx, user.organizationId, [user.id]);
    // Removed meanwhile, it would be given a password.
    if ((await findUser(tx, email))?.id !== user.id) return { rejection: missing(`nobody has the address ${email}`) };
    await tx.updateTable('user').set({ password_hash: passwordHash }).where('id', '=', user.id).execute();
    await deleteInvitations(tx, user.id);
    await endSignIns(tx, user.id);
    const { id, name, organizationId } = user;
    await addAuditEntry(tx, createOperatorAct(organizationId, now), 'reset the password of', {
      kind: 'person',
      id,
      name,
    });
    return { value: null };
  },

  async resolveOrganization(tx: Transaction, which: WhichOrganization): Promise<Result<string>> {
    return findOrganization(tx, which);
  },

  async findTagDetails(
    tx: Transaction,
    { deployment }: { deployment: string },
  ): Promise<{ organizationId: string; deploymentId: string; queues: string[] } | undefined> {
    const row = await tx
      .selectFrom('deployment')
      .select(['id', 'organization_id'])
      .where('id', '=', deployment.toLowerCase())
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    if (!row) return undefined;
    const queues = await tx
      .selectFrom('queue')
      .select('name')
      .where('organization_id', '=', row.organization_id)
      .where('removed_at', 'is', null)
      .orderBy('created_at')
      .orderBy('name')
      .execute();
    return { organizationId: row.organization_id, deploymentId: row.id, queues: queues.map(({ name }) => name) };
  },

  /** All accounts and settings, without secrets. */
  async listAccounts(tx: Transaction) {
    const sorted = <Row extends { created_at: number }>(rows: Row[]) =>
      rows.toSorted((a, b) => a.created_at - b.created_at);
    return {
      organizations: sorted(await tx.selectFrom('organization').selectAll().execute()),
      users: sorted(
        await tx
          .selectFrom('user')
          .select(['id', 'organization_id', 'name', 'email', 'role', 'capacity', 'on_queue', 'created_at'])
          .where('removed_at', 'is', null)
          .execute(),
      ),
      queues: sorted(await tx.selectFrom('queue').selectAll().where('removed_at', 'is', null).execute()),
      members: await tx.selectFrom('queue_member').selectAll().execute(),
      skills: await tx.selectFrom('user_skill').selectAll().orderBy('kind').orderBy('name').execute(),
      wrapupCodes: sorted(await tx.selectFrom('wrapup_code').selectAll().where('removed_at', 'is', null).execute()),
      deployments: sorted(await tx.selectFrom('deployment').selectAll().where('removed_at', 'is', null).execute()),
      clients: sorted(
        await tx
          .selectFrom('oauth_client')
          .select(['id', 'organization_id', 'name', 'user_id', 'permissions', 'created_at'])
          .execute(),
      ),
    };
  },
};

async function findOrganization(tx: Transaction, { organization }: WhichOrganization): Promise<Result<string>> {
  const select = tx.selectFrom('organization').select('id').limit(2);
  const rows = await (organization === undefined
    ? select
    : select.where((eb) => eb.or([eb('id', '=', organization.toLowerCase()), eb('name', '=', organization)]))
  ).execute();
  const [first, second] = rows;
  if (first && !second) return { value: first.id };
  if (organization !== undefined) return { rejection: missing(`there is no organization "${organization}"`) };
  return { rejection: missing(first ? 'there are several organizations: say which' : 'there is no organization yet') };
}

async function findQueues(
  tx: Transaction,
  organizationId: string,
  names: readonly string[],
): Promise<Result<string[]>> {
  const ids: string[] = [];
  for (const name of new Set(names)) {
    const row = await tx
      .selectFrom('queue')
      .select('id')
      .where('organization_id', '=', organizationId)
      .where('name', '=', name)
      .where('removed_at', 'is', null)
      .forKeyShare()
      .executeTakeFirst();
    if (!row) return { rejection: missing(`there is no queue "${name}"`) };
    ids.push(row.id);
  }
  return { value: ids };
}

function findUser(
  tx: Transaction,
  email: string,
): Promise<{ id: string; name: string; organizationId: string } | undefined> {
  return tx
    .selectFrom('user')
    .select(['id', 'name', 'organization_id as organizationId'])
    .where('email', '=', email.toLowerCase())
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

const taken = (what: string): Rejection => reject('request.conflict', `there is ${what} already`);
const missing = (what: string): Rejection => reject('not.found', what);
