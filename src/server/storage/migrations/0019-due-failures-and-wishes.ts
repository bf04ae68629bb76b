import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { createRequirementsKey } from '../../domain/requirements-key.ts';
import type { Schema } from '../schema/schema.ts';

/**
 * Due things that failed are set aside in the store, waiting chats are found by what they ask for, and a deployment
 * says whether a visitor's priority counts.
 */
export const dueFailuresAndWishes: Migration = {
  async up(db: Kysely<Schema>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
    // Only an open chat can wait for an agent, so only open chats need the key.
    const open = await db
      .selectFrom('conversation')
      .select(['id', 'skills', 'language'])
      .where('ended_at', 'is', null)
      .execute();
    for (const { id, skills, language } of open) {
      const wish_key = createRequirementsKey({ skills, language });
      if (wish_key !== '') await db.updateTable('conversation').set({ wish_key }).where('id', '=', id).execute();
    }
  },
};

const statements = [
  `CREATE TABLE due_failure (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    failures INTEGER NOT NULL,
    retry_at BIGINT NOT NULL,
    PRIMARY KEY (kind, id))`,
  `ALTER TABLE conversation ADD COLUMN wish_key TEXT NOT NULL DEFAULT ''`,
  `CREATE INDEX conversation_wishes ON conversation (queue_id, wish_key, priority, attached_at) WHERE is_waiting = 1`,
  'ALTER TABLE deployment ADD COLUMN accept_priority INTEGER NOT NULL DEFAULT 0',
];
