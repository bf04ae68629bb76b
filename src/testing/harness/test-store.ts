import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import * as v from 'valibot';
import { CreateWebChatConversationRequest } from '../../protocol/schema/conversation.ts';
import { openDemo } from '../../server/demo.ts';
import { defaultTiming as timing } from '../../server/domain/timing.ts';
import { openStorage } from '../../server/storage/open-storage.ts';
import type { DemoDetails } from '../../server/storage/operations/demo.ts';
import type { Schema } from '../../server/storage/schema/schema.ts';
import type { Storage } from '../../server/storage/storage.ts';
import { administer } from './admin-seed.ts';
import { hashCheaply } from './hash-cheaply.ts';
import type { Engine } from './in-process-server.ts';
import { placeMigratedStore } from './migrated-store.ts';
import { startInThisThread } from './start-in-this-thread.ts';
import { createBody } from './test-guest.ts';
import { createMigratedDatabase, postgresUrl } from './test-postgres.ts';
import { withinLimit } from './within-limit.ts';

/** Those that run here: PostgreSQL where one was started. */
export const engines: Engine[] = postgresUrl ? ['sqlite', 'postgres'] : ['sqlite'];

/** A store of its own with the demo's seed, and no service around it. */
export type TestStore = {
  storage: Storage;
  seed: DemoDetails;
  /** Where it is, with SQLite. */
  folder: string;
  databaseUrl: string | undefined;
  /** Closed and opened again, as by a restart. */
  reopen(): Promise<void>;
  /** Queries or changes the tables over a connection of its own. */
  withDatabase<Value>(work: (db: Kysely<Schema>) => Promise<Value>): Promise<Value>;
  remove(): Promise<void>;
};

export async function openTestStore(engine: Engine): Promise<TestStore> {
  const folder = await mkdtemp(join(tmpdir(), 'porchlight-store-'));
  const database = engine === 'postgres' ? await createMigratedDatabase() : undefined;
  if (!database) await placeMigratedStore(folder);
  const options = { dataFolder: folder, databaseUrl: database?.url, startThread: startInThisThread };
  const storage = await openStorage(options);
  const seed = await openDemo({ demo: 'auto', isLoopback: true }, storage, 0, hashCheaply);
  if (!seed) throw new Error('A new store is empty');
  const store: TestStore = {
    storage,
    seed: seed,
    folder,
    databaseUrl: database?.url,
    async reopen() {
      await store.storage.close();
      store.storage = await openStorage(options);
    },
    withDatabase: (work) => administer({ folder, databaseUrl: database?.url }, work),
    async remove() {
      await withinLimit('a store to close', store.storage.close());
      await database?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return store;
}

export type StoredGuest = { conversationId: string; memberId: string; origin: undefined };

export async function createStoredGuest({ storage, seed }: TestStore, now: number): Promise<StoredGuest> {
  const request = v.parse(CreateWebChatConversationRequest, createBody(seed));
  const created = await storage.run('createConversation', {
    now,
    timing,
    request,
    origin: undefined,
    page: undefined,
  });
  if (!created.value) throw new Error(created.rejection.message);
  const { conversationId, memberId } = created.value;
  return { conversationId, memberId, origin: undefined };
}

/** Creates a guest whose chat waits, or is offered to a free agent. */
export async function attachStoredGuest(store: TestStore, now: number): Promise<StoredGuest> {
  const guest = await createStoredGuest(store, now);
  await store.storage.run('attachGuest', { ...guest, now, timing, line: 'socket' });
  return guest;
}

export function sendStored(
  { storage }: TestStore,
  guest: StoredGuest,
  text: { body: string; key?: string; now: number },
) {
  const { body, key, now } = text;
  return storage.run('sendMessage', { guest, now, timing, text: { body, bodyType: 'standard', key } });
}

/** Everything that is due at that time. */
export async function runDueJobs({ storage }: TestStore, { now }: { now: number }): Promise<void> {
  for (const due of await storage.run('listDueJobs', { now, running: [] }))
    await storage.run('runDueJob', { now, timing, due });
}
