import { openDemo } from '../../src/server/demo.ts';
import type { DemoDetails } from '../../src/server/storage/operations/demo.ts';
import { openPostgresStorage } from '../../src/server/storage/postgres-storage.ts';
import { createTestDatabase, type TestDatabase } from '../../src/testing/harness/test-postgres.ts';

/** A database of PostgreSQL with what the demo has in SQLite, since with PostgreSQL there is no demo. */
export async function createSeededDatabase(): Promise<TestDatabase & { seed: DemoDetails }> {
  const database = await createTestDatabase();
  const storage = await openPostgresStorage({ url: database.url, role: 'tool' });
  const seed = await openDemo({ demo: 'auto', isLoopback: true }, storage, Date.now());
  await storage.close();
  if (!seed) throw new Error('A new database is empty');
  return { ...database, seed: seed };
}
