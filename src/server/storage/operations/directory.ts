import type { UserRole } from '../../domain/records.ts';
import type { Transaction } from '../transaction.ts';

type Owned = { organizationId: string };

export type Colleague = {
  id: string;
  name: string;
  email: string;
  role: UserRole;
  capacity: number;
  isOnQueue: boolean;
  /** The user has not chosen a password yet. */
  isInvited: boolean;
  skills: string[];
  languages: string[];
  version: number;
};
export type ListedQueue = { id: string; name: string; memberIds: string[]; version: number };
export type ListedCode = { id: string; name: string; created_at: number; version: number };

/** The users, queues and codes of an organization, which every agent may read to transfer chats and to wrap them up. */
export const directoryOperations = {
  async organizationOf(tx: Transaction, { userId }: { userId: string }): Promise<string | undefined> {
    const row = await tx.selectFrom('user').select('organization_id').where('id', '=', userId).executeTakeFirst();
    return row?.organization_id;
  },

  async listColleagues(tx: Transaction, { organizationId }: Owned): Promise<Colleague[]> {
    const users = await tx
      .selectFrom('user')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .where('removed_at', 'is', null)
      .where('id', 'not in', tx.selectFrom('test_deployment').select('user_id').where('user_id', 'is not', null))
      .orderBy('name')
      .orderBy('id')
      .execute();
    const provided = await tx
      .selectFrom('provided_person')
      .innerJoin('user', 'user.id', 'provided_person.user_id')
      .select('user.id')
      .where('user.organization_id', '=', organizationId)
      .execute();
    const comesByProvider = new Set(provided.map(({ id }) => id));
    const skills = await tx
      .selectFrom('user_skill')
      .innerJoin('user', 'user.id', 'user_skill.user_id')
      .selectAll('user_skill')
      .where('user.organization_id', '=', organizationId)
      .orderBy('user_skill.name')
      .execute();
    return users.map((user) => {
      const of = (kind: string) =>
        skills.filter((one) => one.user_id === user.id && one.kind === kind).map((one) => one.name);
      const { id, name, email, role, capacity, version } = user;
      const isInvited = user.password_hash === null && !comesByProvider.has(id);
      const states = { isOnQueue: user.on_queue === 1, isInvited };
      return { id, name, email, role, capacity, ...states, skills: of('skill'), languages: of('language'), version };
    });
  },

  async listQueues(tx: Transaction, { organizationId }: Owned): Promise<ListedQueue[]> {
    const queues = await tx
      .selectFrom('queue')
      .select(['id', 'name', 'version'])
      .where('organization_id', '=', organizationId)
      .where('removed_at', 'is', null)
      .where('id', 'not in', selectTestQueues(tx))
      .orderBy('name')
      .execute();
    const members = await tx
      .selectFrom('queue_member')
      .innerJoin('queue', 'queue.id', 'queue_member.queue_id')
      .selectAll('queue_member')
      .where('queue.organization_id', '=', organizationId)
      .orderBy('queue_member.user_id')
      .execute();
    const of = (id: string) => members.filter(({ queue_id }) => queue_id === id).map(({ user_id }) => user_id);
    return queues.map((queue) => ({ ...queue, memberIds: of(queue.id) }));
  },

  async listAllWrapupCodes(tx: Transaction, { organizationId }: Owned): Promise<ListedCode[]> {
    return tx
      .selectFrom('wrapup_code')
      .select(['id', 'name', 'created_at', 'version'])
      .where('organization_id', '=', organizationId)
      .where('removed_at', 'is', null)
      .orderBy('name')
      .execute();
  },
};

/** Chats of visitors must not be transferred to the queues of test deployments. */
function selectTestQueues(tx: Transaction) {
  return tx
    .selectFrom('deployment')
    .innerJoin('test_deployment', 'test_deployment.deployment_id', 'deployment.id')
    .select('deployment.queue_id')
    .where('deployment.queue_id', 'is not', null);
}
