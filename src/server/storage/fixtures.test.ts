import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTestDatabase, onDatabase, postgresUrl } from '../../testing/harness/test-postgres.ts';
import { restore } from '../cli/backup.ts';
import { restorePostgres } from './backup/postgres.ts';
import { restoreSqlite } from './backup/sqlite.ts';
import { openDatabase } from './engine/sqlite/database.ts';
import { migrations } from './migrations/migrations.ts';
import { openPostgresStorage } from './postgres-storage.ts';
import type { Schema } from './schema/schema.ts';

// Every migration there has ever been is done again here.
vi.setConfig({ testTimeout: 120_000 });

const names = migrations.map(({ name }) => name);
const fixtures = join(import.meta.dirname, 'fixtures');
const remedy = 'make it: node scripts/check/store-fixtures.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'porchlight-fixtures-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function unpack(engine: 'sqlite' | 'postgres', name: string): string {
  const file = join(folder, `${engine}-${name}`);
  writeFileSync(file, gunzipSync(readFileSync(join(fixtures, engine, `${name}.gz`))));
  return file;
}

/** Reads the rows of a restored backup through the schema of today. */
async function readRows(db: Kysely<Schema>) {
  const { rows: applied } = await sql<{ name: string }>`SELECT name FROM applied_migration ORDER BY number`.execute(db);
  const of = async (table: 'organization' | 'user' | 'queue' | 'deployment' | 'oauth_client') =>
    (await db.selectFrom(table).select('name').execute()).map(({ name }) => name);
  const [message] = await db.selectFrom('message').select(['body', 'seq']).execute();
  const [visitor] = await db.selectFrom('member').select(['display_name', 'email', 'place']).execute();
  return {
    applied: applied.map(({ name }) => name),
    names: [...(await of('organization')), ...(await of('user')), ...(await of('queue')), ...(await of('deployment'))],
    message,
    visitor,
  };
}
const expected = {
  applied: names,
  names: ['Lanterns', 'Robin', 'Support', 'Shop'],
  message: { body: 'My lantern is broken', seq: 1 },
  visitor: { display_name: 'Ada', email: 'ada@example.com', place: 0 },
};

test('there is a backup of every migration on both engines, and of nothing else [S8]', () => {
  for (const engine of ['sqlite', 'postgres'] as const) {
    const there = existsSync(join(fixtures, engine)) ? readdirSync(join(fixtures, engine)) : [];
    expect(there.toSorted(), `${engine}: one is missing or too many; ${remedy}`).toEqual(
      names.map((name) => `${name}.gz`).toSorted(),
    );
  }
});

test('each was made after exactly the migrations before its own [S8]', () => {
  for (const [index, name] of names.entries()) {
    const text = gunzipSync(readFileSync(join(fixtures, 'sqlite', `${name}.gz`))).toString('latin1');
    const inIt = names.filter((one) => text.includes(one));
    expect(inIt, `${name} is of other migrations; ${remedy}`).toEqual(names.slice(0, index + 1));
  }
});

test('on sqlite the backup of every earlier version is restored, with everything in it [S8]', async () => {
  const target = join(folder, 'target');
  for (const name of names) {
    await restoreSqlite(unpack('sqlite', name), target);
    const database = openDatabase<Schema>(join(target, 'porchlight.sqlite'));
    expect({ name, ...(await readRows(database.kysely)) }).toEqual({ name, ...expected });
    database.close();
  }
});

describe.skipIf(!postgresUrl)('on postgres', () => {
  test('the backup of every earlier version is restored where newer tables are, with everything in it [S8]', async () => {
    const { url, drop } = await createTestDatabase();
    for (const name of names) {
      await restorePostgres(url, unpack('postgres', name));
      expect({ name, ...(await onDatabase(url, readRows)) }).toEqual({ name, ...expected });
    }
    await drop();
  });

  test('what is no whole backup, or of another engine, is refused with nothing changed [S8]', async () => {
    const { url, drop } = await createTestDatabase();
    const newest = unpack('postgres', names.at(-1) ?? '');
    await restorePostgres(url, newest);
    await onDatabase(url, (db) => db.updateTable('organization').set({ name: 'Later' }).execute());
    const letter = join(folder, 'letter.txt');
    writeFileSync(letter, 'Dear Robin, this is not a database at all.');
    const place = { dataFolder: join(folder, 'unused'), databaseUrl: url };

    await expect(restore(place, letter)).rejects.toThrow('is no backup of Porchlight, or is damaged');
    await expect(restore(place, unpack('sqlite', names[0] ?? ''))).rejects.toThrow('is a backup of SQLite');
    const other = restore({ ...place, databaseUrl: undefined }, newest);
    await expect(other).rejects.toThrow('is a backup of PostgreSQL');
    const size = readFileSync(newest).length;
    for (const part of [0.3, 0.9, 0.99]) {
      const half = join(folder, `half-${part}`);
      writeFileSync(half, readFileSync(newest));
      truncateSync(half, Math.floor(size * part));
      await expect(restore(place, half)).rejects.toThrow('is no backup of Porchlight, or is damaged');
    }

    const organizations = await onDatabase(url, (db) => db.selectFrom('organization').select('name').execute());
    expect(organizations).toEqual([{ name: 'Later' }]);
    expect(existsSync(join(folder, 'unused'))).toBe(false);
    await drop();
  });

  test('nothing is restored while a service runs or somebody reads a table of it [S11]', async () => {
    const { url, drop } = await createTestDatabase();
    const file = unpack('postgres', names.at(-1) ?? '');
    const service = await openPostgresStorage({ url });
    await expect(restorePostgres(url, file)).rejects.toThrow('Another Porchlight service uses this database');
    await service.close();

    await onDatabase(url, (db) =>
      db.transaction().execute(async (tx) => {
        await tx.selectFrom('organization').selectAll().execute();
        await expect(restorePostgres(url, file)).rejects.toThrow('lock timeout');
        expect(await tx.selectFrom('organization').selectAll().execute()).toEqual([]);
      }),
    );

    await restorePostgres(url, file);
    expect(await onDatabase(url, readRows)).toEqual(expected);
    await drop();
  });

  test('a database of a newer version is left alone [S8]', async () => {
    const { url, drop } = await createTestDatabase();
    await restorePostgres(url, unpack('postgres', names.at(-1) ?? ''));
    await onDatabase(url, (db) => sql`INSERT INTO applied_migration VALUES (999, '0999-later', 0)`.execute(db));

    const again = restorePostgres(url, unpack('postgres', names[0] ?? ''));

    await expect(again).rejects.toThrow('of a newer Porchlight');
    await drop();
  });
});
