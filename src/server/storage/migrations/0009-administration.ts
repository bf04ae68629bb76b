import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What administrators keep for agents, what they did, whom they invited, and how two of them do not undo each other. */
export const administration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `CREATE TABLE canned_reply (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organization (id),
    shortcut TEXT NOT NULL,
    body TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    UNIQUE (organization_id, shortcut))`,
  `CREATE TABLE audit_entry (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organization (id),
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    subject_name TEXT NOT NULL)`,
  'CREATE INDEX audit_entry_order ON audit_entry (organization_id, at, id)',
  `CREATE TABLE invite (
    token_hash TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES "user" (id),
    expires_at BIGINT NOT NULL)`,
  'CREATE INDEX invite_user ON invite (user_id)',
  'ALTER TABLE queue ADD COLUMN version INTEGER NOT NULL DEFAULT 1',
  'ALTER TABLE deployment ADD COLUMN version INTEGER NOT NULL DEFAULT 1',
  'ALTER TABLE "user" ADD COLUMN version INTEGER NOT NULL DEFAULT 1',
  'CREATE INDEX conversation_ended ON conversation (organization_id, ended_at, id) WHERE ended_at IS NOT NULL',
];
