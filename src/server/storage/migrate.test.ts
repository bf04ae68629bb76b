import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Migrations, migrate } from './migrate.ts';
import { migrations as ours } from './migrations.ts';
import { type Database, openDatabase } from './sqlite-database.ts';

let folder: string;
let database: Database<unknown>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'porchlight-migrate-'));
  database = openDatabase(join(folder, 'test.sqlite'));
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const step = (name: string, ...statements: string[]): Migrations[number] => ({
  name,
  migration: {
    async up(tx: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(tx);
    },
  },
});
const first = step('0001-first', 'CREATE TABLE one (a TEXT)', "INSERT INTO one VALUES ('kept')");
const second = step('0002-second', 'ALTER TABLE one ADD COLUMN b TEXT');
const broken = step('0002-broken', 'ALTER TABLE one ADD COLUMN c TEXT', 'THIS IS NO SQL');

const rowsOf = async (query: string) => (await sql.raw(query).execute(database.kysely)).rows;

test('each migration happens once, in order, and the data stays', async () => {
  await migrate(database.kysely, [first]);
  await migrate(database.kysely, [first, second]);
  await migrate(database.kysely, [first, second]);

  expect(await rowsOf('SELECT * FROM one')).toEqual([{ a: 'kept', b: null }]);
  expect(await rowsOf('SELECT number, name FROM applied_migration ORDER BY number')).toEqual([
    { number: 1, name: '0001-first' },
    { number: 2, name: '0002-second' },
  ]);
});

test('a migration that fails leaves nothing of itself behind', async () => {
  await migrate(database.kysely, [first]);

  await expect(migrate(database.kysely, [first, broken])).rejects.toThrow('syntax error');
  expect(await rowsOf('SELECT * FROM one')).toEqual([{ a: 'kept' }]);
  await migrate(database.kysely, [first, second]);
});

test('a database of a newer version is left alone', async () => {
  await migrate(database.kysely, [first, second]);

  await expect(migrate(database.kysely, [first])).rejects.toMatchObject({ name: 'StartRefused' });
});

test('our own migrations are numbered by their place', () => {
  for (const [index, { name }] of ours.entries()) expect(name).toMatch(new RegExp(`^0*${index + 1}-`));
});
