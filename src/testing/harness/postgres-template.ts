import { openPostgresStorage } from '../../server/storage/postgres-storage.ts';
import { createTemplate, postgresUrl } from './test-postgres.ts';

/** Does every migration once for a run: a copy of a database takes far less than all of them again. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (!postgresUrl) return undefined;
  return createTemplate(async (url) => (await openPostgresStorage({ url })).close());
}
