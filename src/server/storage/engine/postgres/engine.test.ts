import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openHangableProxy } from '../../../../testing/harness/hangable-proxy.ts';
import {
  createTestDatabase,
  onDatabase,
  postgresUrl,
  type TestDatabase,
} from '../../../../testing/harness/test-postgres.ts';
import {
  attachStoredGuest,
  openTestStore,
  sendStored,
  type TestStore,
} from '../../../../testing/harness/test-store.ts';
import { until } from '../../../../testing/harness/until.ts';
import { withinLimit } from '../../../../testing/harness/within-limit.ts';
import { generateSigningKey } from '../../../auth/tokens.ts';
import { defaultTiming } from '../../../domain/timing.ts';
import { openPostgresStorage, type PostgresStorageOptions } from '../../postgres-storage.ts';
import type { Storage } from '../../storage.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await withinLimit('a store in PostgreSQL to close', close());
});

/** Over the connection of an administrator, who may always come in. */
const asAdministrator = (statement: string) => onDatabase(postgresUrl ?? '', (db) => sql.raw(statement).execute(db));

describe.skipIf(!postgresUrl)('a store in PostgreSQL', () => {
  let store: TestStore;
  let url: string;
  beforeEach(async () => {
    store = await openTestStore('postgres');
    closing.push(() => store.remove());
    url = store.databaseUrl ?? '';
  });

  async function open(options: Partial<PostgresStorageOptions> = {}): Promise<Storage> {
    const storage = await openPostgresStorage({ url, ...options });
    closing.push(() => storage.close());
    return storage;
  }

  const nameOf = (address: string) => new URL(address).pathname.slice(1);
  const cutEverybodyOff = () =>
    asAdministrator(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${nameOf(url)}'`);
  const keysOf = async (conversationId: string) => {
    const rows = await store.withDatabase((db) =>
      db.selectFrom('message').selectAll().where('conversation_id', '=', conversationId).orderBy('seq').execute(),
    );
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
    return rows.map(({ idempotency_key }) => idempotency_key);
  };

  test('connections cut in the middle of transactions lose nothing acknowledged and double nothing', async () => {
    const guests = await Promise.all(Array.from({ length: 8 }, () => attachStoredGuest(store, 1_000)));
    const send = (index: number) => {
      const guest = guests[index % guests.length];
      if (!guest) throw new Error('There are guests');
      return sendStored(store, guest, { body: `${index}`, key: `${index}`, now: 2_000 });
    };
    const indices = Array.from({ length: 400 }, (_, index) => index);

    const sending = Promise.allSettled(indices.map(send));
    await cutEverybodyOff();
    await cutEverybodyOff();
    const outcomes = await sending;
    // As a client does whose send was not answered.
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status === 'fulfilled') continue;
      expect(outcome.reason).toMatchObject({ code: 'service.unavailable' });
      await until(
        () =>
          send(index).then(
            () => true,
            () => false,
          ),
        'the store back',
      );
    }

    const storedKeys = (await Promise.all(guests.map(({ conversationId }) => keysOf(conversationId)))).flat();
    expect(storedKeys.toSorted()).toEqual(indices.map(String).toSorted());
  });

  test('while the database accepts no connections callers are asked to retry, and then it recovers by itself', async () => {
    const guest = await attachStoredGuest(store, 1_000);
    const database = nameOf(url);

    await asAdministrator(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
    await cutEverybodyOff();
    const refused = await sendStored(store, guest, { body: 'Now', key: 'now', now: 2_000 }).catch((error) => error);
    await asAdministrator(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);
    const sent = await sendStored(store, guest, { body: 'Now', key: 'now', now: 3_000 });

    expect(refused).toMatchObject({ code: 'service.unavailable', status: 503 });
    expect(sent.value).toMatchObject({ seq: 1 });
  });

  test('a database that hangs is answered as unavailable within seconds, not once for each try', async () => {
    const line = await openHangableProxy(url);
    closing.push(() => line.close());
    const guest = await attachStoredGuest(store, 1_000);
    // Two services would not share a database.
    const storage = await open({ url: line.url, role: 'tool' });
    await storage.run('checkWrites', { now: 1_000 });
    line.hang();

    const started = performance.now();
    const text = { body: 'Now', bodyType: 'standard' as const, key: undefined };
    const outcomes = await Promise.allSettled([
      storage.run('checkWrites', { now: 2_000 }),
      storage.run('sendMessage', { guest, now: 2_000, timing: defaultTiming, text }),
    ]);

    const unavailable = { status: 'rejected', reason: { code: 'service.unavailable' } };
    expect(outcomes).toMatchObject([unavailable, unavailable]);
    // The longest limit of the pool is six seconds; once for each try it would be thirty and more.
    expect(performance.now() - started).toBeLessThan(24_000);
  });

  test('a second service is refused in a sentence, and a tool works beside the first', async () => {
    await expect(open()).rejects.toMatchObject({
      name: 'StartupError',
      message: expect.stringContaining('Another Porchlight service uses this database'),
    });

    expect(await (await open({ role: 'tool' })).run('checkWrites', { now: 0 })).toBeNull();
  });

  test('a service whose database was taken over while it was disconnected fails', async () => {
    const ended = Promise.withResolvers<void>();
    await store.storage.close();
    await open({ onFailure: () => ended.resolve() });

    await onDatabase(url, async (db) => {
      await until(async () => {
        await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()`.execute(db);
        const { rows } = await sql<{ taken: boolean }>`SELECT pg_try_advisory_lock(28780, 1) AS taken`.execute(db);
        return rows[0]?.taken;
      }, 'the database in other hands');

      await ended.promise;
    });
  });

  test('two processes that send to one conversation keep its one order', async () => {
    const guest = await attachStoredGuest(store, 1_000);
    const beside = { ...store, storage: await open({ role: 'tool' }) };
    const keys = Array.from({ length: 60 }, (_, index) => `${index}`);

    await Promise.all(
      [store, beside].flatMap((one) => keys.map((key) => sendStored(one, guest, { body: key, key, now: 2_000 }))),
    );

    expect((await keysOf(guest.conversationId)).toSorted()).toEqual(keys.toSorted());
  });

  test('processes that start at once on an empty database make it once, with one key to sign by', async () => {
    const empty: TestDatabase = await createTestDatabase();
    closing.push(() => empty.drop());

    const all = await Promise.all(Array.from({ length: 4 }, () => open({ url: empty.url, role: 'tool' })));
    const keys = await Promise.all(
      all.map(async (one) => one.run('ensureSigningKey', { ...(await generateSigningKey()), now: 1_000 })),
    );

    expect(new Set(keys.flat().map(({ kid }) => kid)).size).toBe(1);
  });

  test('a text with NUL, which PostgreSQL does not store, is the caller’s fault', async () => {
    const guest = await attachStoredGuest(store, 1_000);

    const sending = sendStored(store, guest, { body: 'a\u0000b', now: 2_000 });

    await expect(sending).rejects.toMatchObject({ code: 'bad.request', status: 400 });
    expect((await sendStored(store, guest, { body: 'ab', now: 2_000 })).value).toMatchObject({ seq: 1 });
  });

  test('a database that is not there, or whose password is wrong, is a sentence that keeps the password', async () => {
    const elsewhere = new URL(url);
    elsewhere.pathname = '/nowhere';
    const wrong = new URL(url);
    wrong.password = 'not-the-password';

    for (const address of [elsewhere, wrong]) {
      const error = await open({ url: address.href }).catch((thrown) => thrown);
      expect(error).toMatchObject({ name: 'StartupError', message: expect.stringContaining('DATABASE_URL') });
      expect(error.message).not.toContain(address.password);
    }
  });
});
