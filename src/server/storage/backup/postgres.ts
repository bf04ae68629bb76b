import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import { writeNewFile } from '../../core/private-files.ts';
import { StartupError } from '../../core/startup-error.ts';
import { migrate } from '../engine/migrate.ts';
import { openPostgres, withMigrationLock } from '../engine/postgres/database.ts';
import { migrations } from '../migrations/migrations.ts';
import { storedTables } from '../repositories/personal-data.ts';

/**
 * Dumps the database into a new private file, as it was at one moment, while a service works with it; on the disk once
 * this answers. Throws FileExistsError, and StartupError where `pg_dump` does not do it.
 */
export async function backUpPostgres(url: string, file: string): Promise<void> {
  await writeNewFile(file, (partial) =>
    runTool(url, 'pg_dump', ['--format=custom', '--no-owner', `--file=${partial}`]),
  );
}

/**
 * Puts a backup in the place of our tables, those included that it has not got, in one transaction, and brings it up to
 * date. Throws StartupError, with nothing changed, for what is no whole backup, for a backup or a database of a newer
 * Porchlight, and while a service uses the database or a table of it.
 */
export async function restorePostgres(url: string, file: string): Promise<void> {
  await assertBackup(url, file);
  const database = openPostgres({ url, connections: 1, onWarning: () => {} });
  try {
    // While this is held no service can start.
    await database.claimOwnership(() => {});
    await assertNotNewer(url);
    await replaceTables(url, file);
    await withMigrationLock(url, (one) => migrate(one, migrations));
  } catch (cause) {
    if (cause instanceof StartupError || !(cause instanceof Error)) throw cause;
    throw new StartupError(`The database of DATABASE_URL cannot be used: ${cause.message || 'no connection'}.`, {
      cause,
    });
  } finally {
    await database.close();
  }
}

/** Reads the whole of it before anything is changed. */
async function assertBackup(url: string, file: string): Promise<void> {
  const damaged = (cause?: unknown) =>
    new StartupError(`${file} is no backup of Porchlight, or is damaged.`, { cause });
  const applied = start(url, 'pg_restore', ['--data-only', '--table=applied_migration', '--file=-', file]);
  let newest = 0;
  for await (const line of createInterface({ input: applied.child.stdout })) {
    const number = /^(\d+)\t\d{4}-/.exec(line)?.[1];
    if (number !== undefined) newest = Math.max(newest, Number(number));
  }
  try {
    await applied.done;
    await runTool(url, 'pg_restore', ['--file=/dev/null', file]);
  } catch (cause) {
    if (cause instanceof ToolMissing) throw cause;
    throw damaged(cause);
  }
  if (newest === 0) throw damaged();
  if (newest > migrations.length) {
    throw new StartupError(`${file} is a backup of a newer Porchlight. Restore it with that version.`);
  }
}

async function assertNotNewer(url: string): Promise<void> {
  let newest = 0;
  await withMigrationLock(url, async (one) => {
    const { rows } = await sql<{ it: string | null }>`SELECT to_regclass('applied_migration')::text AS it`.execute(one);
    if (rows[0]?.it === null) return;
    const { rows: numbers } = await sql<{
      newest: number | null;
    }>`SELECT max(number) AS newest FROM applied_migration`.execute(one);
    newest = numbers[0]?.newest ?? 0;
  });
  if (newest > migrations.length) {
    throw new StartupError(
      'This database is of a newer Porchlight, whose tables this one does not know. Restore into an empty database.',
    );
  }
}

/** `pg_restore --clean` knows only of the tables in the backup: what later versions added would stay. */
async function replaceTables(url: string, file: string): Promise<void> {
  const psql = start(url, 'psql', ['--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', '--file=-']);
  const script = start(url, 'pg_restore', ['--no-owner', '--no-privileges', '--file=-', file]);
  // psql has ended, so the rest of the script is not needed.
  psql.done.catch(() => script.child.kill());
  const { stdin } = psql.child;
  stdin.write(`BEGIN;\nSET LOCAL lock_timeout = '5s';\n`);
  for (const table of [...storedTables, 'applied_migration']) stdin.write(`DROP TABLE IF EXISTS "${table}" CASCADE;\n`);
  script.child.stdout.pipe(stdin, { end: false });
  // Committed only once all of it was read.
  const read = await script.done.then(
    () => undefined,
    (thrown: unknown) => ({ thrown }),
  );
  stdin.end(read ? 'ROLLBACK;\n' : 'COMMIT;\n');
  await psql.done;
  if (read) throw read.thrown;
}

class ToolMissing extends StartupError {}

async function runTool(url: string, tool: string, args: string[]): Promise<void> {
  const { child, done } = start(url, tool, args);
  child.stdout.resume();
  await done;
}

/** PostgreSQL's own tools; where to go and the password are in the environment, not among the arguments. */
function start(url: string, tool: string, args: string[]) {
  const { hostname, port, username, password, pathname } = new URL(url);
  const env = {
    ...process.env,
    PGHOST: decodeURIComponent(hostname).replace(/^\[(.*)\]$/, '$1') || undefined,
    PGPORT: port || undefined,
    PGUSER: decodeURIComponent(username) || undefined,
    PGPASSWORD: decodeURIComponent(password) || undefined,
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
  };
  const child = spawn(tool, args, { env, stdio: 'pipe' });
  // When the tool ends early, its exit code explains why.
  child.stdin.on('error', () => {});
  const complaint = text(child.stderr);
  const ended = once(child, 'close').catch((cause) => {
    throw new ToolMissing(`${tool} could not be run. It comes with PostgreSQL's client.`, { cause });
  });
  const done = ended.then(async ([code]) => {
    if (code !== 0) throw new StartupError(`${tool} did not do it: ${(await complaint).trim().split('\n').at(-1)}`);
  });
  // The caller awaits it later.
  done.catch(() => {});
  return { child, done };
}
