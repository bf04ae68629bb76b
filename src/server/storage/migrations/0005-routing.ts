import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Skills, transfers, wrap-up, a warning before a silent chat ends, and people and queues that are gone. */
export const routing: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `CREATE TABLE user_skill (
    user_id TEXT NOT NULL REFERENCES "user" (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (user_id, kind, name))`,
  `CREATE TABLE wrapup_code (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organization (id),
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    removed_at BIGINT)`,
  `CREATE INDEX wrapup_code_organization ON wrapup_code (organization_id)`,
  `ALTER TABLE "user" ADD COLUMN removed_at BIGINT`,
  `ALTER TABLE queue ADD COLUMN removed_at BIGINT`,
  `ALTER TABLE conversation ADD COLUMN notice_at BIGINT`,
  `ALTER TABLE conversation ADD COLUMN transfer_from TEXT`,
  `UPDATE conversation SET notice_at = silence_at - 120000 WHERE silence_at IS NOT NULL`,
  `CREATE INDEX conversation_notice ON conversation (notice_at) WHERE notice_at IS NOT NULL`,
  `ALTER TABLE member ADD COLUMN held INTEGER NOT NULL DEFAULT 0`,
  `ALTER TABLE member ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}'`,
  `ALTER TABLE member ADD COLUMN wrapup TEXT`,
  `ALTER TABLE notification_channel ADD COLUMN session_id_hash TEXT`,
  `ALTER TABLE notification_channel ADD COLUMN client_id TEXT`,
];
