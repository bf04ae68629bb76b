import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Plain statements, as portable as SQL gets: what is written here is never changed, only followed by a next file. */
export const firstTables: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) {
      await sql.raw(statement).execute(db);
    }
  },
};

const accounts = [
  `CREATE TABLE organization (id TEXT PRIMARY KEY, name TEXT NOT NULL, created_at BIGINT NOT NULL)`,
  `CREATE TABLE signing_key (kid TEXT PRIMARY KEY, private_jwk TEXT NOT NULL, created_at BIGINT NOT NULL)`,
  `CREATE TABLE deployment (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organization (id),
    name TEXT NOT NULL,
    description TEXT,
    authentication_required INTEGER NOT NULL DEFAULT 0,
    authentication_url TEXT,
    disabled INTEGER NOT NULL DEFAULT 0,
    web_chat_config TEXT,
    flow TEXT,
    allowed_domains TEXT NOT NULL DEFAULT '[]',
    created_at BIGINT NOT NULL)`,
  `CREATE TABLE queue (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organization (id),
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (organization_id, name))`,
  `CREATE TABLE "user" (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organization (id),
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    capacity INTEGER NOT NULL DEFAULT 4,
    on_queue INTEGER NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL)`,
  `CREATE TABLE queue_member (
    queue_id TEXT NOT NULL REFERENCES queue (id),
    user_id TEXT NOT NULL REFERENCES "user" (id),
    PRIMARY KEY (queue_id, user_id))`,
  `CREATE TABLE oauth_client (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organization (id),
    name TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    user_id TEXT REFERENCES "user" (id),
    permissions TEXT NOT NULL,
    created_at BIGINT NOT NULL)`,
  `CREATE TABLE console_session (
    id_hash TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES "user" (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL)`,
  `CREATE TABLE login_failure (
    subject TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    first_at BIGINT NOT NULL,
    locked_until BIGINT)`,
  `CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)`,
];

const chats = [
  `CREATE TABLE conversation (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organization (id),
    deployment_id TEXT NOT NULL,
    queue_id TEXT NOT NULL REFERENCES queue (id),
    guest_id TEXT NOT NULL,
    priority BIGINT NOT NULL,
    skills TEXT NOT NULL,
    language TEXT,
    journey_context TEXT,
    page TEXT,
    created_at BIGINT NOT NULL,
    attached_at BIGINT,
    ended_at BIGINT,
    last_seq BIGINT NOT NULL DEFAULT 0,
    last_message_at BIGINT NOT NULL DEFAULT 0,
    is_waiting INTEGER NOT NULL DEFAULT 0,
    reap_at BIGINT,
    silence_at BIGINT)`,
  `CREATE INDEX conversation_waiting ON conversation (queue_id, priority, attached_at) WHERE is_waiting = 1`,
  `CREATE INDEX conversation_reap ON conversation (reap_at) WHERE reap_at IS NOT NULL`,
  `CREATE INDEX conversation_silence ON conversation (silence_at) WHERE silence_at IS NOT NULL`,
  `CREATE TABLE member (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversation (id),
    participant_id TEXT NOT NULL UNIQUE,
    user_id TEXT REFERENCES "user" (id),
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    display_name TEXT,
    first_name TEXT,
    last_name TEXT,
    email TEXT,
    phone_number TEXT,
    avatar_image_url TEXT,
    authenticated_guest INTEGER NOT NULL DEFAULT 0,
    custom_fields TEXT NOT NULL DEFAULT '{}',
    created_at BIGINT NOT NULL,
    joined_at BIGINT,
    left_at BIGINT,
    disconnect_type TEXT,
    alerting_until BIGINT,
    line_until BIGINT,
    away_until BIGINT)`,
  `CREATE INDEX member_conversation ON member (conversation_id)`,
  `CREATE INDEX member_active_user ON member (user_id) WHERE user_id IS NOT NULL AND state <> 'DISCONNECTED'`,
  `CREATE INDEX member_alerting ON member (alerting_until) WHERE alerting_until IS NOT NULL`,
  `CREATE INDEX member_line ON member (line_until) WHERE line_until IS NOT NULL`,
  `CREATE INDEX member_away ON member (away_until) WHERE away_until IS NOT NULL`,
  `CREATE TABLE message (
    conversation_id TEXT NOT NULL REFERENCES conversation (id),
    seq BIGINT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    sender_id TEXT NOT NULL,
    body TEXT NOT NULL,
    body_type TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    idempotency_key TEXT,
    PRIMARY KEY (conversation_id, seq),
    UNIQUE (conversation_id, sender_id, idempotency_key))`,
  `CREATE TABLE media_request (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversation (id),
    types TEXT NOT NULL,
    state TEXT NOT NULL,
    communication_id TEXT,
    security_key TEXT,
    requested_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT)`,
  `CREATE INDEX media_request_conversation ON media_request (conversation_id)`,
  `CREATE INDEX media_request_expiry ON media_request (expires_at) WHERE expires_at IS NOT NULL`,
  `CREATE TABLE notification_channel (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES "user" (id),
    topics TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL)`,
  `CREATE INDEX notification_channel_user ON notification_channel (user_id)`,
];

const statements = [...accounts, ...chats];
