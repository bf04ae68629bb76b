import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, onDatabase } from '../../../testing/harness/test-postgres.ts';
import { engines } from '../../../testing/harness/test-store.ts';
import { type Migrations, migrate } from '../engine/migrate.ts';
import { selectSearchIndex } from '../engine/select-search-index.ts';
import { openDatabase } from '../engine/sqlite/database.ts';
import { historyOperations } from '../operations/history.ts';
import { searchIndexOperations } from '../operations/search-index.ts';
import type { Schema } from '../schema/schema.ts';
import { migrations as ours } from './migrations.ts';

const empty = { sqlite: inFolder, postgres: inDatabase };

describe.each(engines)('on %s', (engine) => {
  let db: Kysely<Schema>;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    ({ db, remove } = await empty[engine]());
  });
  afterEach(() => remove());

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

  const rowsOf = async (query: string) => (await sql.raw(query).execute(db)).rows;

  test('each migration happens once, in order, and the data stays', async () => {
    await migrate(db, [first]);
    await migrate(db, [first, second]);
    await migrate(db, [first, second]);

    expect(await rowsOf('SELECT * FROM one')).toEqual([{ a: 'kept', b: null }]);
    expect(await rowsOf('SELECT number, name FROM applied_migration ORDER BY number')).toEqual([
      { number: 1, name: '0001-first' },
      { number: 2, name: '0002-second' },
    ]);
  });

  test('a migration that fails leaves nothing of itself behind', async () => {
    await migrate(db, [first]);

    await expect(migrate(db, [first, broken])).rejects.toThrow(/syntax error/);
    expect(await rowsOf('SELECT * FROM one')).toEqual([{ a: 'kept' }]);
    await migrate(db, [first, second]);
  });

  test('a database of a newer version is left alone', async () => {
    await migrate(db, [first, second]);

    await expect(migrate(db, [first])).rejects.toMatchObject({ name: 'StartupError' });
  });

  test('from the version before, with everything in it, to this one: nothing is lost', async () => {
    await migrate(db, ours.slice(0, -1));
    const organizations = [{ id: 'o', name: 'Lanterns', created_at: 1_700_000_000_000 }];
    await db.insertInto('organization').values(organizations).execute();
    await sql`INSERT INTO "user" (id, organization_id, name, email, created_at)
    VALUES ('u', 'o', 'Robin', 'robin@example.com', 1700000000000)`.execute(db);

    await migrate(db, ours);

    expect(await db.selectFrom('organization').select(['id', 'name', 'created_at']).execute()).toEqual(organizations);
    expect(await db.selectFrom('user').select(['name', 'capacity', 'last_offer_at']).execute()).toEqual([
      { name: 'Robin', capacity: 4, last_offer_at: 0 },
    ]);
  });

  test('members of before keep their places, those of one millisecond too', async () => {
    await migrate(db, ours.slice(0, 6));
    for (const statement of aChat) await sql.raw(statement).execute(db);

    await migrate(db, ours);

    expect(await rowsOf('SELECT id, place FROM member ORDER BY place')).toEqual([
      { id: 'guest', place: 0 },
      { id: 'queue', place: 1 },
      { id: 'agent-1', place: 2 },
      { id: 'agent-2', place: 3 },
      { id: 'a-later-one', place: 4 },
    ]);
  });

  const reader = { organizationId: 'o', userId: 'u', seesAll: true };
  const found = async (text: string) => {
    const { value } = await historyOperations.searchHistory(db, { now: 9, reader, query: { text, most: 5 } });
    return { ids: value?.chats.map(({ conversation }) => conversation.id), unindexed: value?.unindexed };
  };
  const indexAll = async () =>
    searchIndexOperations.indexMessages(db, { ids: await searchIndexOperations.listUnindexed(db, { except: [] }) });

  test('chats that were over before wait for the full text, then are found, and by their address at once [S1]', async () => {
    await migrate(db, ours.slice(0, 16));
    for (const statement of [...aChat, ...anEnd, itsWords]) await sql.raw(statement).execute(db);

    await migrate(db, ours);

    expect(await rowsOf('SELECT * FROM conversation_email')).toEqual([
      { organization_id: 'o', email: 'mira@example.com', conversation_id: 'c' },
    ]);
    expect(await found('lamp')).toEqual({ ids: [], unindexed: 1 });
    await indexAll();
    expect(await found('lamp')).toEqual({ ids: ['c'], unindexed: 0 });
    expect((await db.introspection.getTables()).map(({ name }) => name)).not.toContain('conversation_word');
  });

  test('chats that PostgreSQL had indexed before 0020 wait for its new index, and are found then', async () => {
    await migrate(db, ours.slice(0, 19));
    for (const statement of [...aChat, ...anEnd]) await sql.raw(statement).execute(db);
    await (engine === 'postgres'
      ? sql`INSERT INTO search_row (conversation_id, words) VALUES ('c', array_to_tsvector('{lamp,my}'))`.execute(db)
      : selectSearchIndex(db).add(db, 'c', ['lamp', 'my']));
    await db.updateTable('conversation').set({ indexed_seq: null }).execute();

    await migrate(db, ours);

    expect(await found('lamp')).toEqual(
      engine === 'postgres' ? { ids: [], unindexed: 1 } : { ids: ['c'], unindexed: 0 },
    );
    await indexAll();
    expect(await found('lamp')).toEqual({ ids: ['c'], unindexed: 0 });
  });
});

const member = (id: string, role: string, at: number) =>
  `INSERT INTO member (id, conversation_id, participant_id, role, state, created_at)
  VALUES ('${id}', 'c', 'p-${id}', '${role}', 'CONNECTED', ${at})`;
const aChat = [
  "INSERT INTO organization (id, name, created_at) VALUES ('o', 'Lanterns', 1)",
  "INSERT INTO queue (id, organization_id, name, created_at) VALUES ('q', 'o', 'Support', 1)",
  `INSERT INTO conversation (id, organization_id, deployment_id, queue_id, guest_id, priority, skills, created_at)
  VALUES ('c', 'o', 'd', 'q', 'guest', 0, '[]', 5)`,
  member('a-later-one', 'ACD', 6),
  member('agent-2', 'AGENT', 5),
  member('agent-1', 'AGENT', 5),
  member('queue', 'ACD', 5),
  member('guest', 'CUSTOMER', 5),
];

const anEnd = [
  "INSERT INTO deployment (id, organization_id, name, created_at) VALUES ('d', 'o', 'Shop', 1)",
  'UPDATE conversation SET ended_at = 8, last_seq = 1',
  "UPDATE member SET email = 'Mira@example.com' WHERE id = 'guest'",
  `INSERT INTO message (conversation_id, seq, id, sender_id, body, body_type, sent_at)
  VALUES ('c', 1, 'm', 'guest', 'My lamp', 'standard', 6)`,
];
const itsWords =
  "INSERT INTO conversation_word VALUES ('o', 'text', 'lamp', 'c'), ('o', 'whole email', 'mira@example.com', 'c')";

test('our own migrations are numbered by their place', () => {
  for (const [index, { name }] of ours.entries()) expect(name).toMatch(new RegExp(`^0*${index + 1}-`));
});

async function inFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-migrate-'));
  const database = openDatabase<Schema>(join(folder, 'test.sqlite'));
  const remove = async () => {
    database.close();
    rmSync(folder, { recursive: true });
  };
  return { db: database.kysely, remove };
}

async function inDatabase() {
  const { url, drop } = await createTestDatabase();
  const ended = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<Kysely<Schema>>();
  const open = onDatabase(url, (db) => {
    opened.resolve(db);
    return ended.promise;
  });
  const remove = async () => {
    ended.resolve();
    await open;
    await drop();
  };
  return { db: await opened.promise, remove };
}
