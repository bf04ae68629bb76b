import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KyselyPlugin, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { administer } from '../../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { createConnectedChat, type TestGuest } from '../../testing/harness/test-guest.ts';
import { engines } from '../../testing/harness/test-store.ts';
import { defaultTiming as timing } from '../domain/timing.ts';
import { conversationOperations } from '../storage/operations/conversations.ts';
import { pieceBytes, pieceMessages } from '../storage/operations/search-index.ts';
import type { Storage } from '../storage/storage.ts';
import { createSearchIndexing } from './search-indexing.ts';

/** Folds to eighteen letters each. */
const worst = 'ﷺ'.repeat(4000);

describe.each(engines)('on %s', (engine) => {
  let server: InProcessServer;
  beforeEach(async () => {
    server = await startInProcessServer({ engine });
  });
  afterEach(() => server.stop());

  /** Writes all messages at once, as the store has them after hours of chat. */
  async function fill(guest: TestGuest, bodies: readonly string[]): Promise<void> {
    await administer(server, async (db) => {
      const chat = db.selectFrom('conversation').select(['last_seq', 'last_message_at']).where('id', '=', guest.id);
      const { last_seq, last_message_at } = await chat.executeTakeFirstOrThrow();
      const rows = bodies.map((body, index) => ({
        conversation_id: guest.id,
        seq: last_seq + index + 1,
        id: randomUUID(),
        sender_id: guest.memberId,
        body,
        body_type: 'standard' as const,
        sent_at: last_message_at + index + 1,
        idempotency_key: null,
      }));
      for (let from = 0; from < rows.length; from += 100) {
        const part = rows.slice(from, from + 100);
        await db.insertInto('message').values(part).execute();
      }
      await db
        .updateTable('conversation')
        .set({ last_seq: last_seq + rows.length, last_message_at: last_message_at + rows.length })
        .where('id', '=', guest.id)
        .execute();
    });
  }

  async function talk(bodies: readonly string[]): Promise<TestGuest> {
    const { guest } = await createConnectedChat(server);
    await fill(guest, bodies);
    return guest;
  }

  const search = async (text: string) => {
    const query = new URLSearchParams({ text });
    const answer = await server.agent.call('GET', `/api/v2/conversations/history?${query}`);
    return answer.body as { entities: { id: string }[]; unindexedChats: number };
  };

  /** Runs the job until nothing waits; answers what each transaction of it did. */
  async function indexAll(storage = server.services.storage) {
    const pieces: { messages: number; bytes: number }[] = [];
    const noting = {
      async run(name: 'indexMessages', args: { ids: string[] }) {
        const answer = await storage.run(name, args);
        if (name === 'indexMessages') pieces.push(answer);
        return answer;
      },
    } as unknown as Storage;
    const job = createSearchIndexing({ ...server.services, storage: noting });
    for (let before = -1; before < pieces.length; ) {
      before = pieces.length;
      await job.run();
    }
    return pieces;
  }

  /** Every statement of the leaving guest's transaction, with how many rows it was about. */
  async function statementsOfLeaving(guest: TestGuest): Promise<string[]> {
    const statements: string[] = [];
    await administer(server, async (db) => {
      const noting: KyselyPlugin = {
        transformQuery({ node, queryId }) {
          statements.push(db.getExecutor().compileQuery(node, queryId).sql);
          return node;
        },
        transformResult: async ({ result }) => {
          statements.push(`${result.rows.length} rows`);
          return result;
        },
      };
      await db.transaction().execute((tx) =>
        conversationOperations.leaveAsGuest(tx.withPlugin(noting), {
          now: server.now(),
          timing,
          conversationId: guest.id,
          memberId: guest.memberId,
          origin: undefined,
        }),
      );
    });
    return statements;
  }

  test('thousands of letters that fold badly, in a chat that ends: ending it costs no more than ending any other, and no request waits [S1]', async () => {
    const short = await talk(['Hello']);
    const long = await talk(Array.from({ length: 40 }, () => worst));
    const { guest: other } = await createConnectedChat(server);

    const ofLong = await statementsOfLeaving(long);
    const ofShort = await statementsOfLeaving(short);
    let pieces = 0;
    let isIndexing = true;
    const indexing = indexAll().then((all) => {
      isIndexing = false;
      pieces = all.length;
    });
    let answered = 0;
    while (isIndexing) {
      expect((await server.fetch('/healthz')).status).toBe(200);
      expect(await other.say('Still here')).toMatchObject({ status: 200 });
      answered += 1;
    }
    await indexing;

    expect(ofLong).toEqual(ofShort);
    // Each fills a transaction.
    expect(pieces).toBeGreaterThanOrEqual(40);
    expect(answered).toBeGreaterThan(pieces / 8);
    expect((await search('الله')).entities.map(({ id }) => id)).toEqual([long.id]);
    expect(server.bugs).toEqual([]);
  });

  test('what one transaction indexes does not depend on how much there is [S1]', async () => {
    const bodies = [
      'short',
      'x'.repeat(4000),
      '龍'.repeat(4000),
      'e\u0301'.repeat(2000),
      '배송은 언제 되나요 '.repeat(300),
    ];
    const few = await talk(Array.from({ length: 60 }, (_, index) => bodies[index % bodies.length] ?? ''));
    await few.leave();
    const ofFew = await indexAll();
    const many = await talk(Array.from({ length: 300 }, (_, index) => bodies[index % bodies.length] ?? ''));
    await many.leave();
    const ofMany = await indexAll();

    for (const { messages, bytes } of [...ofFew, ...ofMany]) {
      expect(messages).toBeLessThanOrEqual(pieceMessages);
      expect(bytes).toBeLessThanOrEqual(pieceBytes);
    }
    expect(ofMany.length).toBeGreaterThan(ofFew.length * 3);
  });

  test('chats that end together share transactions, and a long one holds up no short one', async () => {
    const long = await talk(Array.from({ length: 60 }, () => worst));
    await long.leave();
    const shorts: TestGuest[] = [];
    for (let count = 0; count < 12; count += 1) {
      const guest = await talk(['A parcel']);
      await guest.leave();
      shorts.push(guest);
    }
    expect((await search('parcel')).unindexedChats).toBe(13);

    const job = createSearchIndexing(server.services);
    await job.run();

    const { entities, unindexedChats } = await search('parcel');
    expect(entities.map(({ id }) => id).toSorted()).toEqual(shorts.map(({ id }) => id).toSorted());
    expect(unindexedChats).toBe(1);
    await indexAll();
    expect((await search('parcel')).unindexedChats).toBe(0);
  });

  test('a chat that cannot be indexed is set aside, and the others are indexed [S1]', async () => {
    const bad = await talk(['A parcel']);
    const good = await talk(['A parcel']);
    await bad.leave();
    await good.leave();
    const failing = {
      run(name: 'indexMessages', args: { ids: string[] }) {
        if (name === 'indexMessages' && args.ids.includes(bad.id)) throw new Error('The database gave up');
        return server.services.storage.run(name, args);
      },
    } as unknown as Storage;
    const errors: unknown[] = [];
    const log = { ...server.services.log, error: (details: unknown) => void errors.push(details) };

    await createSearchIndexing({ ...server.services, log, storage: failing }).run();

    expect((await search('parcel')).entities.map(({ id }) => id)).toEqual([good.id]);
    expect(errors).toEqual([expect.objectContaining({ conversationId: bad.id })]);
    await indexAll();
    expect((await search('parcel')).entities).toHaveLength(2);
  });

  test('a chat that is deleted while it is indexed leaves nothing in the index', async () => {
    const guest = await talk(Array.from({ length: 120 }, () => 'A parcel'));
    await guest.leave();
    const { storage } = server.services;
    // A chat whose socket is just closing is locked, and indexing passes over it until the next time.
    const indexOnePiece = async () =>
      storage.run('indexMessages', { ids: await storage.run('listUnindexed', { except: [] }) });
    await expect.poll(async () => (await indexOnePiece()).messages).toBeGreaterThan(0);
    const rows = () =>
      administer(server, (db) =>
        db
          .selectFrom('search_row' as 'note')
          .selectAll()
          .execute(),
      );
    expect(await rows()).toHaveLength(1);

    await administer(server, (db) => db.updateTable('deployment').set({ retention_days: 1 }).execute());
    server.skip(2 * 24 * 60 * 60 * 1000);
    await server.elapse(5000);

    expect(await storage.run('indexMessages', { ids: [guest.id] })).toEqual({ messages: 0, bytes: 0 });
    expect(await rows()).toEqual([]);
  });
});

test('the words of a deleted person leave the file with the chats', async () => {
  const server = await startInProcessServer({ engine: 'sqlite' });
  for (const [displayName, email, texts] of [
    ['Ada', 'ada@one.example', 'kwyjibo'],
    ['Ben', 'ben@one.example', 'quagaars'],
  ]) {
    const { guest } = await createConnectedChat(server, { memberInfo: { displayName, email } });
    await guest.say(texts ?? '');
    await guest.leave();
    await server.elapse(1000);
  }
  const { organizationId } = server.seed;
  const act = { now: server.now(), organizationId, by: { kind: 'user' as const, id: server.agent.userId ?? '' } };
  const bytes = () => {
    const files = ['porchlight.sqlite', 'porchlight.sqlite-wal'].map((name) => join(server.folder, name));
    return files
      .filter(existsSync)
      .map((file) => readFileSync(file, 'latin1'))
      .join();
  };
  expect(bytes()).toContain('kwyjibo');

  await server.services.storage.run('deletePerson', { act, email: 'ada@one.example' });
  await administer(server, (db) => sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db));

  expect(bytes()).not.toContain('kwyjibo');
  expect(bytes()).toContain('quagaars');
  await server.stop();
});
