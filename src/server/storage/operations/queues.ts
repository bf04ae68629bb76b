import { checkVersion, type Rejection, reject } from '../../domain/rejection.ts';
import type { Timing } from '../../domain/timing.ts';
import { type Act, addAuditEntry } from '../repositories/audit.ts';
import { assignWaiting, lockRouting } from '../repositories/offers.ts';
import { removeForbiddenTopics } from '../repositories/topic-access.ts';
import type { Transaction } from '../transaction.ts';
import { newId, type OperationResult, type Result, runOperation } from '../unit-of-work.ts';
import { removalOperations } from './removals.ts';

type Given = { name: string; memberIds?: readonly string[] | undefined; version?: number | undefined };

/** Queues and what chats can be about, as an administrator keeps them. */
export const queueOperations = {
  /** Without an id, a new one. What waits in it is offered to its new members at once. */
  async putQueue(
    tx: Transaction,
    { act, id, given, timing }: { act: Act; id: string | undefined; given: Given; timing: Timing },
  ): Promise<OperationResult<{ id: string }>> {
    return runOperation(tx, act.now, async (work) => {
      const before = id === undefined ? undefined : await findQueue(tx, act, id);
      const refused =
        (id !== undefined && !before && noQueue) || (before && checkVersion(before.version, given.version));
      if (refused) return { rejection: refused };
      const same = await findNamed(tx, act, given.name);
      if (same && same.id !== id) return { rejection: taken(`a queue named ${given.name}`) };
      const members = given.memberIds && [...new Set(given.memberIds)];
      if (members && !(await areInOrganization(tx, act, members))) return { rejection: noUser };
      const queueId = before?.id ?? newId();
      if (before) {
        await lockRouting(tx, { queueId });
        const set = { name: given.name, version: before.version + 1 };
        await tx.updateTable('queue').set(set).where('id', '=', queueId).execute();
      } else {
        const row = { id: queueId, organization_id: act.organizationId, name: given.name, created_at: act.now };
        await tx.insertInto('queue').values(row).execute();
      }
      if (members) work.events.push(...(await removeForbiddenTopics(tx, await setMembers(tx, queueId, members))));
      await addAuditEntry(tx, act, before ? 'changed' : 'created', { kind: 'queue', id: queueId, name: given.name });
      await assignWaiting(work, timing, queueId);
      return { value: { id: queueId } };
    });
  },

  /** Refused, saying how many, while chats go on in it. */
  async removeOwnQueue(tx: Transaction, { act, id }: { act: Act; id: string }): Promise<OperationResult<null>> {
    const before = await findQueue(tx, act, id);
    if (!before) return { rejection: noQueue, events: [] };
    const open = await tx
      .selectFrom('conversation')
      .select((eb) => eb.fn.countAll<number | string>().as('count'))
      .where('queue_id', '=', id)
      .where('ended_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (Number(open.count) > 0) return { rejection: inUse(Number(open.count)), events: [] };
    const removed = await removalOperations.removeQueue(tx, { now: act.now, queueId: id });
    if (!removed.rejection) await addAuditEntry(tx, act, 'removed', { kind: 'queue', id, name: before.name });
    return removed;
  },

  async addWrapupCode(
    tx: Transaction,
    { act, name }: { act: Act; name: string },
  ): Promise<OperationResult<{ id: string }>> {
    const { now, organizationId } = act;
    const created = await removalOperations.createWrapupCode(tx, { now, organizationId, name });
    if (created.value) await addAuditEntry(tx, act, 'created', { kind: 'wrap-up code', id: created.value.id, name });
    return created;
  },

  async renameWrapupCode(
    tx: Transaction,
    { act, id, name, version }: { act: Act; id: string; name: string; version?: number | undefined },
  ): Promise<Result<{ id: string; version: number }>> {
    const codes = tx
      .selectFrom('wrapup_code')
      .select(['id', 'version'])
      .where('organization_id', '=', act.organizationId)
      .where('removed_at', 'is', null);
    const before = await codes.where('id', '=', id).forUpdate().executeTakeFirst();
    if (!before) return { rejection: noCode };
    const stale = checkVersion(before.version, version);
    if (stale) return { rejection: stale };
    const same = await codes.where('name', '=', name).executeTakeFirst();
    if (same && same.id !== id) return { rejection: taken('a wrap-up code of this name') };
    await tx
      .updateTable('wrapup_code')
      .set({ name, version: before.version + 1 })
      .where('id', '=', id)
      .execute();
    await addAuditEntry(tx, act, 'changed', { kind: 'wrap-up code', id, name });
    return { value: { id, version: before.version + 1 } };
  },

  async removeOwnWrapupCode(tx: Transaction, { act, id }: { act: Act; id: string }): Promise<OperationResult<null>> {
    const code = await tx
      .selectFrom('wrapup_code')
      .select('name')
      .where('id', '=', id)
      .where('organization_id', '=', act.organizationId)
      .executeTakeFirst();
    if (!code) return { rejection: noCode, events: [] };
    const removed = await removalOperations.removeWrapupCode(tx, { now: act.now, id });
    if (!removed.rejection) await addAuditEntry(tx, act, 'removed', { kind: 'wrap-up code', id, name: code.name });
    return removed;
  },
};

const noQueue: Rejection = reject('resource.not.found', 'There is no such queue');
const noCode: Rejection = reject('resource.not.found', 'There is no such wrap-up code');
const noUser: Rejection = reject('invalid.value', 'A member is nobody of this organization');
const taken = (what: string) => reject('request.conflict', `There is ${what} already`);
const inUse = (chats: number) =>
  reject('request.conflict', `${chats} ${chats === 1 ? 'chat goes' : 'chats go'} on in this queue`);

function findQueue(tx: Transaction, { organizationId }: Act, id: string) {
  return tx
    .selectFrom('queue')
    .selectAll()
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

function findNamed(tx: Transaction, { organizationId }: Act, name: string) {
  return tx
    .selectFrom('queue')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('name', '=', name)
    .executeTakeFirst();
}

/** Answers who left. */
async function setMembers(tx: Transaction, queueId: string, userIds: readonly string[]): Promise<string[]> {
  const before = await tx.deleteFrom('queue_member').where('queue_id', '=', queueId).returning('user_id').execute();
  for (const user_id of userIds) await tx.insertInto('queue_member').values({ queue_id: queueId, user_id }).execute();
  return before.map(({ user_id }) => user_id).filter((id) => !userIds.includes(id));
}

async function areInOrganization(
  tx: Transaction,
  { organizationId }: Act,
  userIds: readonly string[],
): Promise<boolean> {
  if (userIds.length === 0) return true;
  const found = await tx
    .selectFrom('user')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('removed_at', 'is', null)
    .where('id', 'in', userIds)
    .orderBy('id')
    .forKeyShare()
    .execute();
  return found.length === userIds.length;
}
