import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  attachStoredGuest,
  engines,
  openTestStore,
  sendStored,
  type TestStore,
} from '../../testing/harness/test-store.ts';
import { defaultTiming as timing } from '../domain/timing.ts';
import { openDatabase } from './engine/sqlite/database.ts';
import type { Act } from './repositories/audit.ts';
import { searchTables, treatments } from './repositories/personal-data.ts';
import type { Schema } from './schema/schema.ts';

describe.each(engines)('on %s', (engine) => {
  let store: TestStore;
  let act: Act;
  beforeEach(async () => {
    store = await openTestStore(engine);
    act = { now: 9_000, organizationId: store.seed.organizationId, by: { kind: 'user', id: 'boss' } };
  });
  afterEach(() => store.remove());

  /** A chat that is over, with something of its own in every column that can hold it. */
  async function pastChat(email: string) {
    const guest = await attachStoredGuest(store, 1_000);
    const { conversationId } = guest;
    await sendStored(store, guest, { body: 'My account is Zyzzyva 4711', now: 2_000, key: 'key-of-the-guest' });
    await store.withDatabase(async (db) => {
      const own = { first_name: 'Addala', last_name: 'Lovelacewitz', email, phone_number: '+49 30 4711' };
      const more = { avatar_image_url: 'https://pic.example/ada', custom_fields: '{"order":"Fieldvalue"}' };
      const participation = { attributes: '{"mood":"Attributevalue"}', wrapup: '{"notes":"Wrapupvalue"}' };
      await db
        .updateTable('member')
        .set({ ...own, ...more, ...participation })
        .where('id', '=', guest.memberId)
        .execute();
      const context = { subject: 'Subjectvalue', language: 'Languagevalue', page: 'https://shop.example/Pagevalue' };
      const asked = { skills: '["Skillvalue"]', journey_context: '{"customer":"Journeyvalue"}' };
      await db
        .updateTable('conversation')
        .set({ ...context, ...asked })
        .where('id', '=', conversationId)
        .execute();
      const [person] = await db.selectFrom('user').select('id').execute();
      const note = {
        conversation_id: conversationId,
        seq: 1,
        id: 'note-1',
        user_id: person?.id ?? '',
        written_at: 2_500,
      };
      await db
        .insertInto('note')
        .values({ ...note, body: 'Notevalue', idempotency_key: null })
        .execute();
      const request = { id: 'request-1', conversation_id: conversationId, types: '["COBROWSE"]', created_at: 2_600 };
      const keys = { communication_id: 'c', security_key: 'Sharingsecret', requested_by: 'Askedby' };
      await db
        .insertInto('media_request')
        .values({ ...request, ...keys, state: 'DECLINED', expires_at: null })
        .execute();
    });
    await store.storage.run('leaveAsGuest', { ...guest, now: 3_000, timing });
    return conversationId;
  }
  const rowsOf = (table: keyof Schema, conversationId: string) =>
    store.withDatabase(async (db) => {
      const column = table === 'conversation' ? 'id' : 'conversation_id';
      const { rows } = await sql<Record<string, unknown>>`
        SELECT * FROM ${sql.table(table)} WHERE ${sql.ref(column)} = ${conversationId}`.execute(db);
      return rows;
    });

  test('every table and column of the store has its place in the list of personal data [S17]', async () => {
    const tables = await store.withDatabase((db) => db.introspection.getTables());
    const found = tables.filter(
      ({ name }) => name !== 'applied_migration' && !searchTables.some((one) => name.startsWith(one)),
    );

    expect(found.map(({ name }) => name).toSorted()).toEqual(Object.keys(treatments).toSorted());
    for (const { name, columns } of found) {
      const listed = Object.keys(treatments[name as keyof Schema]);
      expect({ name, columns: columns.map((one) => one.name).toSorted() }).toEqual({
        name,
        columns: listed.toSorted(),
      });
    }
  });

  test('the export has every column that the list promises, notes too, and no key or secret [S17]', async () => {
    const id = await pastChat('ada@one.example');

    const exported = await store.storage.run('exportPerson', { act, email: ' Ada@One.example ' });

    const text = JSON.stringify(exported.value).replaceAll('\\"', '"');
    const missing: string[] = [];
    for (const [table, columns] of Object.entries(treatments)) {
      if (!Object.values(columns).includes('exported')) continue;
      const rows = await rowsOf(table as keyof Schema, id);
      expect({ table, rows: rows.length > 0 }).toEqual({ table, rows: true });
      for (const row of rows) {
        for (const [column, value] of Object.entries(row)) {
          const treatment = (columns as Record<string, string>)[column];
          if (treatment === 'exported' && value !== null && !text.includes(String(value)))
            missing.push(`${table}.${column}`);
        }
      }
    }
    expect(missing).toEqual([]);
    expect(text).toContain('Notevalue');
    expect(text).not.toContain('Sharingsecret');
  });

  test('what was deleted is in no row, and on sqlite in no byte of any file [S17]', async () => {
    const id = await pastChat('ada@one.example');
    await store.storage.run('exportPerson', { act, email: 'ADA@one.example' });
    const before = await everything();
    for (const mark of marks) expect(before).toContain(mark);

    expect((await store.storage.run('deletePerson', { act, email: 'ada@one.example' })).value).toBe(1);

    const after = await everything();
    expect(
      [...marks, id, 'ada@one.example'].filter((mark) => after.toLowerCase().includes(mark.toLowerCase())),
    ).toEqual([]);
    if (engine === 'sqlite') expect([...marks, 'ada@one.example'].filter((mark) => timesInFiles(mark) > 0)).toEqual([]);
  });

  test('the log names no address of who was deleted, and goes on naming others [S17]', async () => {
    await pastChat('ada@one.example');
    await store.storage.run('exportPerson', { act, email: 'Ada@one.example' });
    await store.storage.run('exportPerson', { act, email: 'other@one.example' });

    await store.storage.run('deletePerson', { act, email: 'ADA@one.example' });

    const { entries } = await store.storage.run('listAudit', {
      organizationId: act.organizationId,
      after: undefined,
      most: 9,
    });
    const names = entries.map(({ action, subject_name }) => `${action} ${subject_name}`);
    expect(names.toSorted()).toEqual(['exported ', 'exported other@one.example', 'removed 1 chats']);
  });

  const marks = [
    'Zyzzyva',
    'Addala',
    'Lovelacewitz',
    '+49 30 4711',
    'Fieldvalue',
    'Attributevalue',
    'Wrapupvalue',
    'Subjectvalue',
    'Languagevalue',
    'Pagevalue',
    'Skillvalue',
    'Journeyvalue',
    'Notevalue',
    'Sharingsecret',
  ];
  const everything = () =>
    store.withDatabase(async (db) => {
      const parts: string[] = [];
      for (const { name } of await db.introspection.getTables()) {
        if (name.startsWith('search_words')) continue;
        const { rows } = await sql`SELECT * FROM ${sql.table(name)}`.execute(db);
        parts.push(JSON.stringify(rows));
      }
      return parts.join('\n');
    });
  const timesInFiles = (text: string) =>
    readdirSync(store.folder)
      .map((name) => readFileSync(join(store.folder, name)).toString('latin1').split(text).length - 1)
      .reduce((sum, times) => sum + times, 0);
});

test('a store of before is written anew once, without what was deleted in it [S17]', async () => {
  const store = await openTestStore('sqlite');
  await store.storage.close();
  const file = join(store.folder, 'porchlight.sqlite');
  const before = openDatabase<Schema>(file);
  for (const pragma of ['secure_delete = OFF', 'user_version = 0']) before.execute(`PRAGMA ${pragma}`);
  const row = { organization_id: store.seed.organizationId, created_at: 0, body: 'Zyzzyva '.repeat(400) };
  for (const id of ['a', 'b'])
    await before.kysely
      .insertInto('canned_reply')
      .values({ ...row, id, shortcut: id })
      .execute();
  await before.kysely.deleteFrom('canned_reply').execute();
  before.close();
  expect(readFileSync(file).includes('Zyzzyva')).toBe(true);

  await store.reopen();

  const files = readdirSync(store.folder).map((name) => readFileSync(join(store.folder, name)));
  expect(files.some((bytes) => bytes.includes('Zyzzyva'))).toBe(false);
  await store.remove();
});
