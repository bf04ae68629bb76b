import type { WebChatDeploymentChange } from '../../../protocol/schema/deployment.ts';
import { type Refusal, refusal } from '../../rules/refusal.ts';
import type { Deployment, Flag } from '../schema.ts';
import type { Transaction } from '../storage.ts';
import { type Decided, newId } from '../work.ts';

type Owned = { organizationId: string };

export type ChatSettings = { requireDeployment: boolean };

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

  /** Another organization's is as good as none. */
  async getDeployment(tx: Transaction, args: Owned & { id: string }): Promise<Deployment | undefined> {
    return findOwn(tx, args);
  },

  /**
   * Under the id it brings where nobody has that yet, or the organization removed it; else under a new one. Refused
   * where the organization has `most` already.
   */
  async createDeployment(
    tx: Transaction,
    args: Owned & { change: WebChatDeploymentChange; now: number; most: number },
  ): Promise<Decided<Deployment>> {
    const { organizationId, change, now } = args;
    const { count } = await tx
      .selectFrom('deployment')
      .select((eb) => eb.fn.countAll<number | string>().as('count'))
      .where('organization_id', '=', organizationId)
      .where('removed_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (Number(count) >= args.most) return { refusal: tooMany(args.most) };
    const values = { organization_id: organizationId, created_at: now, ...columns(change) };
    const asGiven = await tx
      .insertInto('deployment')
      .values({ id: keptId(change.id) ?? newId(), ...values })
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet({ ...values, removed_at: null })
          .where('deployment.removed_at', 'is not', null)
          .where('deployment.organization_id', '=', organizationId),
      )
      .returningAll()
      .executeTakeFirst();
    if (asGiven) return { value: asGiven };
    const anew = tx.insertInto('deployment').values({ id: newId(), ...values });
    return { value: await anew.returningAll().executeTakeFirstOrThrow() };
  },

  /** The whole of it, as PUT does. Undefined where the organization has none of this id. */
  async replaceDeployment(
    tx: Transaction,
    { organizationId, id, change }: Owned & { id: string; change: WebChatDeploymentChange },
  ): Promise<Deployment | undefined> {
    return tx
      .updateTable('deployment')
      .set(columns(change))
      .where('id', '=', id)
      .where('organization_id', '=', organizationId)
      .where('removed_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
  },

  /** Chats that run go on, on the same pages as before; no new ones start. False where there was none. */
  async deleteDeployment(
    tx: Transaction,
    { organizationId, id, now }: Owned & { id: string; now: number },
  ): Promise<boolean> {
    const gone = await tx
      .updateTable('deployment')
      .set({ removed_at: now })
      .where('id', '=', id)
      .where('organization_id', '=', organizationId)
      .where('removed_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    return gone !== undefined;
  },

  async getChatSettings(tx: Transaction, { organizationId }: Owned): Promise<ChatSettings> {
    const row = await tx
      .selectFrom('organization')
      .select('require_deployment')
      .where('id', '=', organizationId)
      .executeTakeFirst();
    return { requireDeployment: row?.require_deployment === 1 };
  },

  async putChatSettings(tx: Transaction, args: Owned & ChatSettings): Promise<ChatSettings> {
    await tx
      .updateTable('organization')
      .set({ require_deployment: args.requireDeployment ? 1 : 0 })
      .where('id', '=', args.organizationId)
      .execute();
    return { requireDeployment: args.requireDeployment };
  },
};

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const keptId = (id: string | null | undefined) => (id && uuid.test(id) ? id.toLowerCase() : undefined);

const tooMany = (most: number): Refusal =>
  refusal('maximum.deployments.exceeded', `An organization may have ${most} deployments`);

function findOwn(tx: Transaction, { organizationId, id }: Owned & { id: string }): Promise<Deployment | undefined> {
  return tx
    .selectFrom('deployment')
    .selectAll()
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

function columns(change: WebChatDeploymentChange) {
  return {
    name: change.name,
    description: change.description ?? null,
    authentication_required: flag(change.authenticationRequired),
    authentication_url: change.authenticationUrl ?? null,
    disabled: flag(change.disabled),
    web_chat_config: change.webChatConfig ? JSON.stringify(change.webChatConfig) : null,
    flow: change.flow ? JSON.stringify(change.flow) : null,
    allowed_domains: JSON.stringify(change.allowedDomains),
  };
}

const flag = (is: boolean | null): Flag => (is ? 1 : 0);
