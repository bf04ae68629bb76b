import { type Behaviour, behaviours } from '../../domain/test-behaviours.ts';
import type { Transaction } from '../transaction.ts';
import { disconnectedState, newId } from '../unit-of-work.ts';

/** The built-in agent's part in a chat, alerting or connected. */
export type TestChat = {
  behaviour: Behaviour;
  conversationId: string;
  guestId: string;
  lastSeq: number;
  userId: string;
  memberId: string;
  participantId: string;
  state: string;
};

export type TestDeployment = { behaviour: Behaviour; id: string };

type Scope = { organizationId: string; now: number };

export const testDeploymentOperations = {
  /**
   * Ensures one deployment for each behaviour and returns them. Sets `allowedDomains` on all of them where it is given.
   */
  async ensureTestDeployments(
    tx: Transaction,
    args: Scope & { allowedDomains?: readonly string[] | undefined },
  ): Promise<TestDeployment[]> {
    const found = await tx
      .selectFrom('test_deployment')
      .innerJoin('deployment', 'deployment.id', 'test_deployment.deployment_id')
      .select(['deployment.id', 'behaviour'])
      .where('organization_id', '=', args.organizationId)
      .where('removed_at', 'is', null)
      .execute();
    const all: TestDeployment[] = [];
    for (const [place, behaviour] of behaviours.entries()) {
      const there = found.find((one) => one.behaviour === behaviour);
      all.push(there ?? { behaviour, id: await addTestDeployment(tx, behaviour, delayed(args, place)) });
    }
    if (args.allowedDomains) {
      const allowed_domains = JSON.stringify(args.allowedDomains);
      const ids = all.map(({ id }) => id);
      await tx.updateTable('deployment').set({ allowed_domains }).where('id', 'in', ids).execute();
    }
    return all;
  },

  async listTestChats(tx: Transaction): Promise<TestChat[]> {
    return tx
      .selectFrom('test_deployment')
      .innerJoin('member', 'member.user_id', 'test_deployment.user_id')
      .innerJoin('conversation', (join) =>
        join
          .onRef('conversation.id', '=', 'member.conversation_id')
          .onRef('conversation.deployment_id', '=', 'test_deployment.deployment_id'),
      )
      .where('member.state', '<>', disconnectedState)
      .where('member.user_id', 'is not', null)
      .select(({ ref }) => [
        'behaviour',
        'conversation.id as conversationId',
        'conversation.guest_id as guestId',
        'conversation.last_seq as lastSeq',
        ref('member.user_id').$notNull().as('userId'),
        'member.id as memberId',
        'member.participant_id as participantId',
        'member.state as state',
      ])
      .orderBy('member.created_at')
      .execute();
  },
};

async function addTestDeployment(tx: Transaction, behaviour: Behaviour, place: Scope): Promise<string> {
  const { organizationId: organization_id, now: created_at } = place;
  const name = `Test: ${behaviour}`;
  const row = { id: newId(), organization_id, name, disabled: behaviour === 'closed' ? 1 : 0, created_at } as const;
  const { queueId, userId } = await addQueueAndAgent(tx, behaviour, name, place);
  await tx
    .insertInto('deployment')
    .values({ ...row, queue_id: queueId })
    .execute();
  await tx.insertInto('test_deployment').values({ deployment_id: row.id, behaviour, user_id: userId }).execute();
  return row.id;
}

/** Lists are ordered by time of creation. */
const delayed = (place: Scope, later: number): Scope => ({ ...place, now: place.now + later });

/** Adds the queue and the agent that a behaviour needs. */
async function addQueueAndAgent(tx: Transaction, behaviour: Behaviour, name: string, place: Scope) {
  switch (behaviour) {
    case 'answers':
    case 'drops': {
      const queueId = await findQueue(tx, name, place);
      const userId = await findTestAgent(tx, place);
      await tx
        .insertInto('queue_member')
        .values({ queue_id: queueId, user_id: userId })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return { queueId, userId };
    }
    case 'busy':
      return { queueId: await findQueue(tx, name, place), userId: null };
    case 'closed':
      return { queueId: null, userId: null };
    case 'refuses':
      // There never was such a queue.
      return { queueId: newId(), userId: null };
    default:
      return behaviour satisfies never;
  }
}

async function findQueue(tx: Transaction, name: string, { organizationId, now }: Scope): Promise<string> {
  const own = tx.selectFrom('queue').select('id').where('organization_id', '=', organizationId);
  const found = await own.where('name', '=', name).where('removed_at', 'is', null).executeTakeFirst();
  if (found) return found.id;
  const row = { id: newId(), organization_id: organizationId, name, created_at: now };
  await tx.insertInto('queue').values(row).execute();
  return row.id;
}

/** A user that is always on queue and has no password. */
async function findTestAgent(tx: Transaction, { organizationId, now }: Scope): Promise<string> {
  const email = `test-agent.${organizationId}@porchlight.example`;
  const own = tx.selectFrom('user').select('id').where('email', '=', email);
  const found = await own.where('removed_at', 'is', null).executeTakeFirst();
  if (found) return found.id;
  const row = { id: newId(), organization_id: organizationId, name: 'Test agent', email, created_at: now };
  await tx
    .insertInto('user')
    .values({ ...row, capacity: 1000, on_queue: 1 })
    .execute();
  return row.id;
}
