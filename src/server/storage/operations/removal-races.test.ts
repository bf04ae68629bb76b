import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CreateWebChatConversationRequest } from '../../../protocol/schema/conversation.ts';
import type { WebChatDeploymentChange } from '../../../protocol/schema/deployment.ts';
import { createBody } from '../../../testing/harness/test-guest.ts';
import { onDatabase } from '../../../testing/harness/test-postgres.ts';
import { attachStoredGuest, engines, openTestStore, type TestStore } from '../../../testing/harness/test-store.ts';
import { until } from '../../../testing/harness/until.ts';
import { defaultTiming as timing } from '../../domain/timing.ts';
import type { Act } from '../repositories/audit.ts';
import type { Schema } from '../schema/schema.ts';

describe.each(engines)('on %s, while it is removed', (engine) => {
  let store: TestStore;
  let act: Act;
  beforeEach(async () => {
    store = await openTestStore(engine);
    act = { now: 5_000, organizationId: store.seed.organizationId, by: { kind: 'user', id: 'boss' } };
  });
  afterEach(() => store.remove());

  /**
   * Starts both so that on PostgreSQL the first has read everything and cannot write yet when the second begins; SQLite
   * does one after the other anyway.
   */
  async function race<First, Second>(
    table: 'conversation' | 'member' | 'deployment' | 'queue_member',
    first: () => Promise<First>,
    second: () => Promise<Second>,
  ): Promise<[First, Second]> {
    if (engine === 'sqlite') return Promise.all([first(), second()]);
    return onDatabase(store.databaseUrl ?? '', async (db) => {
      const writing = await db.connection().execute(async (one) => {
        await sql`BEGIN`.execute(one);
        // Reads pass, also those with row locks; inserts, updates and deletes wait.
        await sql`LOCK TABLE ${sql.table(table)} IN SHARE ROW EXCLUSIVE MODE`.execute(one);
        const begun = first();
        await until(() => areWaiting(one, 1), 'the first waiting');
        const beside = second().then((value) => ({ value }));
        const done = Symbol('not yet');
        await until(async () => {
          const settled = await Promise.race([beside, Promise.resolve(done)]);
          return settled !== done || areWaiting(one, 2);
        }, 'the second done or waiting');
        await sql`COMMIT`.execute(one);
        return { begun, beside };
      });
      return [await writing.begun, (await writing.beside).value] as [First, Second];
    });
  }

  async function areWaiting(db: Kysely<Schema>, count: number): Promise<boolean> {
    // Within one transaction the list of sessions stays as it was first seen.
    await sql`SELECT pg_stat_clear_snapshot()`.execute(db);
    const { rows } = await sql<{ waiting: number }>`SELECT count(DISTINCT pid)::int AS waiting FROM pg_locks
      JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()`.execute(db);
    return (rows[0]?.waiting ?? 0) >= count;
  }

  async function addQueue(name: string): Promise<string> {
    const made = await store.storage.run('putQueue', { act, id: undefined, given: { name, memberIds: [] }, timing });
    return made.value?.id ?? '';
  }
  async function addPerson(name: string): Promise<string> {
    const id = randomUUID();
    const own = { id, organization_id: act.organizationId, name, email: `${id}@shop.example`, created_at: 0 };
    await store.withDatabase((db) =>
      db
        .insertInto('user')
        .values({ ...own, password_hash: null, on_queue: 0 })
        .execute(),
    );
    return id;
  }
  const create = (queue: string) =>
    store.storage.run('createConversation', {
      now: 5_000,
      timing,
      request: v.parse(CreateWebChatConversationRequest, createBody({ ...store.seed, queue })),
      origin: undefined,
      page: undefined,
    });
  async function talk() {
    const guest = await attachStoredGuest(store, 1_000);
    const { userId, member } = await store.withDatabase(async (db) => {
      const member = await db
        .selectFrom('member')
        .selectAll()
        .where('conversation_id', '=', guest.conversationId)
        .where('state', '=', 'ALERTING')
        .executeTakeFirstOrThrow();
      return { userId: member.user_id ?? '', member };
    });
    const agent = { conversationId: guest.conversationId, userId };
    const own = { agent, now: 2_000, participantId: member.participant_id };
    await store.storage.run('changeParticipant', { ...own, timing, state: 'connected' });
    return { guest, own };
  }
  /** Chats that go on in queues that are gone: they would wait for ever. */
  const lost = () =>
    store.withDatabase((db) =>
      db
        .selectFrom('conversation')
        .innerJoin('queue', 'queue.id', 'conversation.queue_id')
        .select('conversation.id')
        .where('queue.removed_at', 'is not', null)
        .where('conversation.ended_at', 'is', null)
        .execute(),
    );

  test('a queue gets no new chat: one of the two is refused [S13]', async () => {
    const id = await addQueue('Returns');

    const [created, removed] = await race(
      'conversation',
      () => create('Returns'),
      () => store.storage.run('removeOwnQueue', { act, id }),
    );

    expect(await lost()).toEqual([]);
    expect([created.rejection, removed.rejection].filter(Boolean)).toHaveLength(1);
  });

  test('a queue gets no chat that is handed over [S13]', async () => {
    const id = await addQueue('Returns');
    const { own } = await talk();

    const [handed, removed] = await race(
      'conversation',
      () => store.storage.run('replaceParticipant', { ...own, timing, target: { queueId: id }, isAttended: false }),
      () => store.storage.run('removeQueue', { now: 5_000, queueId: id }),
    );

    expect(await lost()).toEqual([]);
    expect([handed.rejection, removed.rejection].filter(Boolean)).toHaveLength(1);
  });

  test('a queue is not bound to a deployment [S13]', async () => {
    const id = await addQueue('Returns');
    const change = { name: 'Shop', allowedDomains: [] as string[], queueId: id } as WebChatDeploymentChange;
    const { organizationId, deploymentId } = store.seed;

    const order: string[] = [];
    const bind = () => store.storage.run('replaceDeployment', { organizationId, id: deploymentId, change, act });

    const [bound] = await race(
      'deployment',
      () => bind().finally(() => order.push('bound')),
      async () => {
        await store.storage.run('removeOwnQueue', { act, id });
        order.push('removed');
      },
    );

    if (bound && 'value' in bound) expect(order).toEqual(['bound', 'removed']);
    const another = { organizationId, change, now: 5_000, most: 10 };
    expect(await store.storage.run('createDeployment', another)).toHaveProperty('rejection');
  });

  test('a person is offered nothing, and answers nothing, from then on [S13]', async () => {
    const userId = await addPerson('Kim');
    const { own } = await talk();

    await race(
      'queue_member',
      () => store.storage.run('removeUser', { now: 5_000, timing, userId }),
      () => store.storage.run('replaceParticipant', { ...own, timing, target: { userId }, isAttended: true }),
    );

    expect(await partsOf(userId)).toEqual([]);
  });

  test('a person who accepts an offer meanwhile does not stay in the chat [S13]', async () => {
    const guest = await attachStoredGuest(store, 1_000);
    const [offer] = await store.withDatabase((db) =>
      db.selectFrom('member').selectAll().where('state', '=', 'ALERTING').execute(),
    );
    const userId = offer?.user_id ?? '';
    const agent = { conversationId: guest.conversationId, userId };
    const own = { agent, now: 2_000, timing, participantId: offer?.participant_id ?? '' };

    await race(
      'member',
      () => store.storage.run('changeParticipant', { ...own, state: 'connected' }),
      () => store.storage.run('removeUser', { now: 5_000, timing, userId }),
    );

    expect(await partsOf(userId)).toEqual([]);
    const [chat] = await store.withDatabase((db) => db.selectFrom('conversation').selectAll().execute());
    expect(chat).toMatchObject({ is_waiting: 1, ended_at: null });
  });

  const partsOf = (userId: string) =>
    store.withDatabase((db) =>
      db
        .selectFrom('member')
        .select('state')
        .where('user_id', '=', userId)
        .where('state', '<>', 'DISCONNECTED')
        .execute(),
    );

  test.each(['disabled', 'removed'])('no chat begins once a deployment is known to be %s [S13]', async (how) => {
    const { organizationId, deploymentId: id } = store.seed;
    const change = { name: 'Shop', allowedDomains: [] as string[], disabled: true } as WebChatDeploymentChange;
    const order: string[] = [];

    const [created] = await race(
      'conversation',
      () => create(store.seed.queue).finally(() => order.push('created')),
      async () => {
        if (how === 'disabled') await store.storage.run('replaceDeployment', { organizationId, id, change, act });
        else await store.storage.run('deleteDeployment', { organizationId, id, now: 5_000, act });
        order.push('answered');
      },
    );

    if (!created.rejection) expect(order).toEqual(['created', 'answered']);
    expect((await create(store.seed.queue)).rejection).toBeDefined();
  });

  test('no wrap-up is said with a code once that is known to be removed [S13]', async () => {
    const { own } = await talk();
    const made = await store.storage.run('addWrapupCode', { act, name: 'Refund' });
    const code = made.value?.id ?? '';
    const order: string[] = [];

    const [put] = await race(
      'member',
      () => store.storage.run('putWrapup', { ...own, wrapup: { code } }).finally(() => order.push('said')),
      async () => {
        await store.storage.run('removeOwnWrapupCode', { act, id: code });
        order.push('removed');
      },
    );

    if (!put.rejection) expect(order).toEqual(['said', 'removed']);
    expect((await store.storage.run('putWrapup', { ...own, wrapup: { code } })).rejection).toBeDefined();
  });
});
