import { type Kysely, sql } from 'kysely';
import { ApiError } from '../../server/core/api-error.ts';
import type { Migrations } from '../../server/storage/engine/migrate.ts';
import { openSqliteEngine, type SqliteEngine } from '../../server/storage/engine/sqlite/engine.ts';

/**
 * A store of nothing but numbered lines, to try an engine's promises on.
 * @public The engine's thread finds it by its name.
 */
export const migrations: Migrations = [
  {
    name: '0001-lines',
    migration: {
      async up(database: Kysely<unknown>) {
        await sql`CREATE TABLE line (place INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)`.execute(database);
      },
    },
  },
];

type Tx = Kysely<unknown>;
type Line = { text: string };

export const operations = {
  async append(tx: Tx, { text }: Line): Promise<number> {
    const { rows } = await sql<{ place: number }>`INSERT INTO line (text) VALUES (${text}) RETURNING place`.execute(tx);
    return rows[0]?.place ?? 0;
  },
  async appendThenRefuse(tx: Tx, line: Line): Promise<void> {
    await operations.append(tx, line);
    throw new ApiError('request.conflict', 'This line is refused.', { retryAfterSeconds: 7 });
  },
  async appendThenFail(tx: Tx, line: Line): Promise<void> {
    await operations.append(tx, line);
    throw new Error('a bug');
  },
  /** What SQLite does by itself when the disk is full. */
  async loseTransaction(tx: Tx): Promise<void> {
    await sql`ROLLBACK`.execute(tx);
    throw new Error('disk full');
  },
  async list(tx: Tx): Promise<string[]> {
    const { rows } = await sql<Line>`SELECT text FROM line ORDER BY place`.execute(tx);
    return rows.map(({ text }) => text);
  },
};

export function openAppendLogStorage(folder: string, migrationsModule = import.meta.url): Promise<SqliteEngine> {
  return openSqliteEngine({ folder, operations: new URL(import.meta.url), migrations: new URL(migrationsModule) });
}
