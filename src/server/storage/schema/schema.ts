import type { Generated, Insertable, Selectable } from 'kysely';
import type { Conversation, Flag, MediaRequest, Member, Message, UserRole } from '../../domain/records.ts';
import type { Behaviour } from '../../domain/test-behaviours.ts';
import type {
  ConsoleSessionTable,
  InviteTable,
  LoginFailureTable,
  SigningKeyTable,
  TicketTable,
} from './access-tables.ts';

/**
 * Every table, as Kysely sees it. A portable subset: text ids, integer milliseconds, booleans as 0 or 1,
 * JSON as text, so that the same statements run on PostgreSQL.
 */
export interface Schema {
  organization: OrganizationTable;
  signing_key: SigningKeyTable;
  deployment: DeploymentTable;
  test_deployment: TestDeploymentTable;
  queue: QueueTable;
  user: UserTable;
  queue_member: QueueMemberTable;
  user_skill: UserSkillTable;
  wrapup_code: WrapupCodeTable;
  oauth_client: OAuthClientTable;
  console_session: ConsoleSessionTable;
  login_failure: LoginFailureTable;
  ticket: TicketTable;
  meta: MetaTable;
  conversation: ConversationTable;
  member: MemberTable;
  message: Message;
  note: NoteTable;
  conversation_email: ConversationEmailTable;
  canned_reply: CannedReplyTable;
  audit_entry: AuditEntryTable;
  invite: InviteTable;
  provided_person: ProvidedPersonTable;
  media_request: MediaRequest;
  notification_channel: NotificationChannelTable;
  signed_data_use: SignedDataUseTable;
  due_failure: DueFailureTable;
}

export interface OrganizationTable {
  id: string;
  name: string;
  require_deployment: Generated<Flag>;
  version: Generated<number>;
  created_at: number;
}

export interface DeploymentTable {
  id: string;
  organization_id: string;
  name: string;
  description: string | null;
  authentication_required: Generated<Flag>;
  authentication_url: string | null;
  disabled: Generated<Flag>;
  /** JSON objects as the wire has them. */
  web_chat_config: string | null;
  flow: string | null;
  /** JSON array of host names; empty means any. */
  allowed_domains: Generated<string>;
  created_at: number;
  /** Removed ones stay for the chats they had: nothing starts there, and their domains still count. */
  removed_at: Generated<number | null>;
  /** Its chats that are over go after so many days; null keeps them. */
  retention_days: Generated<number | null>;
  /** One more with each change, so that two who change it meet. */
  version: Generated<number>;
  /** Where its chats go whatever the tag says; null: to the queue that the tag names. */
  queue_id: Generated<string | null>;
  /** Whether the priority that a visitor's page asks for counts. */
  accept_priority: Generated<Flag>;
}

/** A deployment that always behaves the same way, for tests of a page. */
export interface TestDeploymentTable {
  deployment_id: string;
  behaviour: Behaviour;
  /** The user that acts as its agent; null where there is none. */
  user_id: string | null;
}

export interface QueueTable {
  id: string;
  organization_id: string;
  /** Free again for another once the queue is removed. */
  name: string;
  created_at: number;
  removed_at: number | null;
  version: Generated<number>;
}

export interface UserTable {
  id: string;
  organization_id: string;
  name: string;
  email: string;
  password_hash: string | null;
  role: Generated<UserRole>;
  capacity: Generated<number>;
  on_queue: Generated<Flag>;
  last_offer_at: Generated<number>;
  created_at: number;
  /** Removed people stay for the chats they had, without a way in. */
  removed_at: number | null;
  version: Generated<number>;
  /** One more each time all earlier sign-ins end: a sign-in under way compares it before it opens a session. */
  sign_in_number: Generated<number>;
}

export interface QueueMemberTable {
  queue_id: string;
  user_id: string;
}

/** A skill or language of a user, in lower case. */
export interface UserSkillTable {
  user_id: string;
  kind: SkillKind;
  name: string;
}

export type SkillKind = 'skill' | 'language';

/** A code that agents choose to state what a chat was about. */
export interface WrapupCodeTable {
  id: string;
  organization_id: string;
  name: string;
  created_at: number;
  removed_at: number | null;
  version: Generated<number>;
}

/** A user who signs in through a provider, with the subject that the provider knows them by. */
export interface ProvidedPersonTable {
  issuer: string;
  subject: string;
  user_id: string;
  created_at: number;
}

/** A text that agents insert by its shortcut. */
export interface CannedReplyTable {
  id: string;
  organization_id: string;
  /** In lower case. */
  shortcut: string;
  body: string;
  version: Generated<number>;
  created_at: number;
}

export type ActorKind = 'user' | 'client' | 'provider' | 'operator' | 'service';

/** What an administrator did, who came in, and what was commanded. Only ever added to. */
export interface AuditEntryTable {
  id: string;
  organization_id: string;
  at: number;
  actor_kind: ActorKind;
  actor_id: string;
  /** As they were called then. */
  actor_name: string;
  action: string;
  subject_kind: string;
  subject_id: string;
  subject_name: string;
}

export interface OAuthClientTable {
  id: string;
  organization_id: string;
  name: string;
  secret_hash: string;
  /** Bound to a user, a client acts as that user. */
  user_id: string | null;
  /** JSON array. */
  permissions: string;
  created_at: number;
  version: Generated<number>;
  /** Rises by one with each new secret or bound user; a token holds the number it was issued for. */
  secret_number: Generated<number>;
}

export interface MetaTable {
  key: string;
  value: string;
}

/** A record whose named columns the database fills in where an insert leaves them out. */
type WithDefaults<Row, Column extends keyof Row> = Omit<Row, Column> & { [Name in Column]: Generated<Row[Name]> };

export type ConversationTable = WithDefaults<
  Conversation,
  'subject' | 'wish_key' | 'last_seq' | 'last_message_at' | 'is_waiting' | 'indexed_seq'
>;
/** One presence in a conversation: its id is the guest API's member id and the agent API's communication id. */
export type MemberTable = WithDefaults<
  Member,
  'authenticated_guest' | 'custom_fields' | 'signed_fields' | 'held' | 'attributes' | 'wrapup_skipped'
>;

/** Of agents, to agents. */
export interface NoteTable {
  conversation_id: string;
  /** Dense from 1 in a conversation, apart from its messages' numbers. */
  seq: number;
  id: string;
  user_id: string;
  body: string;
  /** Rising with the number, as far as the clock does. */
  written_at: number;
  idempotency_key: string | null;
}

/** The addresses that visitors of chats that are over gave, as `personKey` makes them. */
export interface ConversationEmailTable {
  organization_id: string;
  email: string;
  conversation_id: string;
}

export interface NotificationChannelTable {
  id: string;
  user_id: string;
  /** JSON array. */
  topics: string;
  created_at: number;
  expires_at: number;
  /** Through what it was opened: with that gone, so is the channel. */
  session_id_hash: string | null;
  client_id: string | null;
}

/** Signed data is used once: what it opened last. */
export interface SignedDataUseTable {
  token_id: string;
  conversation_id: string;
  expires_at: number;
}

/** Something due that could not be done, set aside until it is tried again. */
export interface DueFailureTable {
  kind: string;
  id: string;
  failures: number;
  retry_at: number;
}

export type NewMember = Insertable<MemberTable>;
export type Deployment = Selectable<DeploymentTable>;
