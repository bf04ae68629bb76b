import type { WebChatDeploymentChange } from '../../../protocol/schema/deployment.ts';
import type { Flag } from '../../domain/records.ts';
import { checkVersion, type Rejection, reject } from '../../domain/rejection.ts';
import { type Act, addAuditEntry } from '../repositories/audit.ts';
import type { Deployment } from '../schema/schema.ts';
import type { Transaction } from '../transaction.ts';
import { newId, type Result } from '../unit-of-work.ts';

/** With an act, the change is added to the audit log. */
type Owned = { organizationId: string; act?: Act | undefined };

export type ChatSettings = { requireDeployment: boolean; version: number };

export const deploymentOperations = {
  async listDeployments(tx: Transaction, { organizationId }: Owned): Promise<Deployment[]> {
    return tx
      .selectFrom('deployment')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .where('removed_at', 'is', null)
      .orderBy('created_at')
      .orderBy('id')
      .execute();
  },

  /** Undefined also for a deployment of another organization. */
  async getDeployment(tx: Transaction, args: Owned & { id: string }): Promise<Deployment | undefined> {
    return findDeployment(tx, args);
  },

  /**
   * Creates a deployment under the given id, if that is free or the organization removed it, otherwise under a new one.
   * Rejected where the organization already has `most`.
   */
  async createDeployment(
    tx: Transaction,
    args: Owned & { change: WebChatDeploymentChange; now: number; most: number },
  ): Promise<Result<Deployment>> {
    const { organizationId, change, now } = args;
    const { count } = await tx
      .selectFrom('deployment')
      .select((eb) => eb.fn.countAll<number | string>().as('count'))
      .where('organization_id', '=', organizationId)
      .where('removed_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (Number(count) >= args.most) return { rejection: tooMany(args.most) };
    if (!(await hasQueue(tx, organizationId, change.queueId))) return { rejection: noQueue };
    const values = {
      organization_id: organizationId,
      created_at: now,
      queue_id: null,
      retention_days: null,
      accept_priority: flag(false),
      ...toColumns(change),
    };
    const underGivenId = await tx
      .insertInto('deployment')
      .values({ id: readId(change.id) ?? newId(), ...values })
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet({ ...values, removed_at: null })
          .where('deployment.removed_at', 'is not', null)
          .where('deployment.organization_id', '=', organizationId),
      )
      .returningAll()
      .executeTakeFirst();
    const underNewId = tx.insertInto('deployment').values({ id: newId(), ...values });
    const created = underGivenId ?? (await underNewId.returningAll().executeTakeFirstOrThrow());
    await auditDeployment(tx, args.act, 'created', created);
    return { value: created };
  },

  /** The whole of it, as PUT does. Undefined where the organization has none of this id. */
  async replaceDeployment(
    tx: Transaction,
    { organizationId, id, change, act }: Owned & { id: string; change: WebChatDeploymentChange },
  ): Promise<Result<Deployment> | undefined> {
    const before = await findDeployment(tx, { organizationId, id });
    if (!before) return undefined;
    const stale = checkVersion(before.version, change.version ?? undefined);
    if (stale) return { rejection: stale };
    const isNew = change.queueId !== before.queue_id;
    if (isNew && !(await hasQueue(tx, organizationId, change.queueId))) return { rejection: noQueue };
    const replaced = await tx
      .updateTable('deployment')
      .set((eb) => ({ ...toColumns(change), version: eb('version', '+', 1) }))
      .where('id', '=', id)
      // Of two at the same time the second finds another version, and changes nothing.
      .where('version', '=', before.version)
      .where('removed_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (!replaced) return { rejection: reject('request.conflict', 'Somebody else is changing this deployment') };
    await auditDeployment(tx, act, 'changed', replaced);
    return { value: replaced };
  },

  /** Chats that run go on, on the same pages as before; no new ones start. False where there was none. */
  async deleteDeployment(
    tx: Transaction,
    { organizationId, id, now, act }: Owned & { id: string; now: number },
  ): Promise<boolean> {
    const removed = await tx
      .updateTable('deployment')
      .set({ removed_at: now })
      .where('id', '=', id)
      .where('organization_id', '=', organizationId)
      .where('removed_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (removed) await auditDeployment(tx, act, 'removed', removed);
    return removed !== undefined;
  },

  async getChatSettings(tx: Transaction, { organizationId }: Owned): Promise<ChatSettings> {
    const row = await tx
      .selectFrom('organization')
      .select(['require_deployment', 'version'])
      .where('id', '=', organizationId)
      .executeTakeFirstOrThrow();
    return { requireDeployment: row.require_deployment === 1, version: row.version };
  },

  /** Rejected where the settings have changed since this version. */
  async putChatSettings(
    tx: Transaction,
    args: Owned & { requireDeployment: boolean; version?: number | undefined },
  ): Promise<Result<ChatSettings>> {
    const before = await deploymentOperations.getChatSettings(tx, args);
    const stale = checkVersion(before.version, args.version);
    if (stale) return { rejection: stale };
    const changed = await tx
      .updateTable('organization')
      .set((eb) => ({ require_deployment: flag(args.requireDeployment), version: eb('version', '+', 1) }))
      .where('id', '=', args.organizationId)
      .where('version', '=', before.version)
      .returning('version')
      .executeTakeFirst();
    if (!changed) return { rejection: reject('request.conflict', 'Somebody else is changing these settings') };
    const subject = { kind: 'settings', id: args.organizationId, name: 'settings' };
    if (args.act) await addAuditEntry(tx, args.act, 'changed', subject);
    return { value: { requireDeployment: args.requireDeployment, version: changed.version } };
  },
};

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const readId = (id: string | null | undefined) => (id && uuid.test(id) ? id.toLowerCase() : undefined);

const tooMany = (most: number): Rejection =>
  reject('maximum.deployments.exceeded', `An organization may have ${most} deployments`);

async function auditDeployment(tx: Transaction, act: Act | undefined, action: string, { id, name }: Deployment) {
  if (act) await addAuditEntry(tx, act, action, { kind: 'deployment', id, name });
}

function findDeployment(
  tx: Transaction,
  { organizationId, id }: Owned & { id: string },
): Promise<Deployment | undefined> {
  return tx
    .selectFrom('deployment')
    .selectAll()
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

function toColumns(change: WebChatDeploymentChange) {
  return {
    name: change.name,
    description: change.description ?? null,
    authentication_required: flag(change.authenticationRequired),
    authentication_url: change.authenticationUrl ?? null,
    disabled: flag(change.disabled),
    web_chat_config: change.webChatConfig ? JSON.stringify(change.webChatConfig) : null,
    flow: change.flow ? JSON.stringify(change.flow) : null,
    allowed_domains: JSON.stringify(change.allowedDomains),
    // Fields of ours, which a client of the published model does not send back: absent is unchanged.
    ...(change.retentionDays === undefined ? {} : { retention_days: change.retentionDays }),
    ...(change.queueId === undefined ? {} : { queue_id: change.queueId || null }),
    ...(change.acceptPriority === undefined ? {} : { accept_priority: flag(change.acceptPriority) }),
  };
}

const noQueue = reject('invalid.value', 'The organization has no such queue');

/** Also where none is named. */
async function hasQueue(tx: Transaction, organizationId: string, id: string | null | undefined): Promise<boolean> {
  if (!id) return true;
  const found = await tx
    .selectFrom('queue')
    .select('id')
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .where('removed_at', 'is', null)
    .forKeyShare()
    .executeTakeFirst();
  return found !== undefined;
}

const flag = (is: boolean | null): Flag => (is ? 1 : 0);
