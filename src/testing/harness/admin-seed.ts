import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Kysely, Updateable } from 'kysely';
import { hashSecret } from '../../server/auth/passwords.ts';
import { agentPermissions } from '../../server/domain/permissions.ts';
import { openDatabase } from '../../server/storage/engine/sqlite/database.ts';
import type { DeploymentTable, Schema } from '../../server/storage/schema/schema.ts';
import type { InProcessServer } from './in-process-server.ts';
import { signInAgent, type TestAgent } from './test-agent.ts';
import { onDatabase } from './test-postgres.ts';

type StoreLocation = Pick<InProcessServer, 'folder'> & { databaseUrl?: string | undefined };
type Seeded = StoreLocation & Pick<InProcessServer, 'seed' | 'fetch'>;

type NewAgent = { name: string; capacity?: number; permissions?: readonly string[]; isOnQueue?: boolean };

/** Changes the store beside the running server, as an administrator's command would. */
export async function administer<Value>(
  { folder, databaseUrl }: StoreLocation,
  change: (db: Kysely<Schema>) => Promise<Value>,
): Promise<Value> {
  if (databaseUrl !== undefined) return onDatabase(databaseUrl, change);
  const database = openDatabase<Schema>(join(folder, 'porchlight.sqlite'));
  // No test cuts the power, so no commit waits for the disk.
  database.execute('PRAGMA synchronous = OFF');
  try {
    return await change(database.kysely);
  } finally {
    database.close();
  }
}

export async function changeDeployment(server: Seeded, patch: Updateable<DeploymentTable>): Promise<void> {
  await administer(server, (db) =>
    db.updateTable('deployment').set(patch).where('id', '=', server.seed.deploymentId).execute(),
  );
}

/** How many chats the seed's agent takes at once. */
export async function changeCapacity(server: StoreLocation, capacity: number): Promise<void> {
  await administer(server, (db) => db.updateTable('user').set({ capacity }).execute());
}

/** The same server with a queue of its own and one agent on it, so that tests on one server do not meet. */
export async function openQueue(server: InProcessServer): Promise<InProcessServer> {
  const own = { ...server, seed: { ...server.seed, queue: randomUUID() } };
  return { ...own, agent: await addAgent(own, { name: 'Robin' }) };
}

/** One more agent on the seed's queue, which is made where it is missing, with a client to act through. */
export async function addAgent(server: Seeded, agent: NewAgent): Promise<TestAgent> {
  const { client } = await addProgram(server, agent);
  return signInAgent({ fetch: server.fetch, client });
}

/** The same, for a program that signs in by itself. */
export async function addProgram(
  server: Seeded,
  { name, capacity = 4, permissions = agentPermissions, isOnQueue = true }: NewAgent,
): Promise<{ userId: string; client: { id: string; secret: string } }> {
  const userId = randomUUID();
  const client = { id: randomUUID(), secret: randomUUID() };
  const own = { organization_id: server.seed.organizationId, created_at: 0 };
  await administer(server, async (db) => {
    const email = `${userId}@demo.porchlight.example`;
    await db
      .insertInto('user')
      .values({ ...own, id: userId, name, email, password_hash: null, capacity, on_queue: isOnQueue ? 1 : 0 })
      .execute();
    const queue = await db.selectFrom('queue').select('id').where('name', '=', server.seed.queue).executeTakeFirst();
    const queueId = queue?.id ?? randomUUID();
    if (!queue)
      await db
        .insertInto('queue')
        .values({ ...own, id: queueId, name: server.seed.queue })
        .execute();
    await db.insertInto('queue_member').values({ queue_id: queueId, user_id: userId }).execute();
    await db
      .insertInto('oauth_client')
      .values({
        ...own,
        id: client.id,
        name,
        secret_hash: hashSecret(client.secret),
        user_id: userId,
        permissions: JSON.stringify(permissions),
      })
      .execute();
  });
  return { userId, client };
}
