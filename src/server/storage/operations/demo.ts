import type { Transaction } from '../storage.ts';

/** What the demo page, the console and programs need to know to try everything. */
export type DemoFacts = {
  organizationId: string;
  deploymentId: string;
  queue: string;
  agent: { email: string; password: string };
  client: { id: string; secret: string };
};

export type DemoSeed = {
  now: number;
  facts: DemoFacts;
  agentName: string;
  userId: string;
  queueId: string;
  passwordHash: string;
  secretHash: string;
  permissions: readonly string[];
};

const key = 'demo';

export const demoOperations = {
  /** What an earlier start of the demo has seeded; `empty` or `used` for a store it has not. */
  async findDemo(tx: Transaction): Promise<DemoFacts | 'empty' | 'used'> {
    const row = await tx.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst();
    if (row !== undefined) return JSON.parse(row.value) as DemoFacts;
    const someone = await tx.selectFrom('organization').select('id').limit(1).executeTakeFirst();
    return someone === undefined ? 'empty' : 'used';
  },

  /** For an empty store: everything one chat needs, with the demo's own secrets kept readable. */
  async seedDemo(tx: Transaction, seed: DemoSeed): Promise<void> {
    const { facts, now: created_at, userId, queueId } = seed;
    const organization_id = facts.organizationId;
    await tx.insertInto('organization').values({ id: organization_id, name: 'Demo', created_at }).execute();
    await tx
      .insertInto('deployment')
      .values({ id: facts.deploymentId, organization_id, name: 'Demo shop', created_at })
      .execute();
    await tx.insertInto('queue').values({ id: queueId, organization_id, name: facts.queue, created_at }).execute();
    await tx
      .insertInto('user')
      .values({
        id: userId,
        organization_id,
        name: seed.agentName,
        email: facts.agent.email,
        password_hash: seed.passwordHash,
        on_queue: 1,
        created_at,
      })
      .execute();
    await tx.insertInto('queue_member').values({ queue_id: queueId, user_id: userId }).execute();
    await tx
      .insertInto('oauth_client')
      .values({
        id: facts.client.id,
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
      .values({ key, value: JSON.stringify(facts) })
      .execute();
  },
};
