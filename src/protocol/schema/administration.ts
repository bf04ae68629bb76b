import * as v from 'valibot';
import { Id, limits, nonEmptyText, Timestamp, text } from './primitives.ts';

const version = v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1)));
const name = v.pipe(nonEmptyText(limits.shortText), v.trim(), v.nonEmpty());

/** Ours: what agents say often. `{name}` and `{agent}` stand for the visitor and for who sends it. */
export const CannedReply = v.object({ id: v.string(), shortcut: v.string(), body: v.string(), version: v.number() });
export type CannedReply = v.InferOutput<typeof CannedReply>;

export const CannedReplyChange = v.object({
  /** One word, so that it can be typed after a slash. */
  shortcut: v.pipe(nonEmptyText(64), v.regex(/^[^\s/]+$/u)),
  body: nonEmptyText(limits.messageBody),
  version,
});

export const QueueChange = v.object({
  name,
  /** Stays where it is left out; a new queue then has no members. */
  memberIds: v.optional(v.pipe(v.array(Id), v.maxLength(1000))),
  version,
});

export const Queue = v.object({
  id: v.string(),
  name: v.string(),
  memberIds: v.array(v.string()),
  version: v.number(),
});
export type Queue = v.InferOutput<typeof Queue>;

export const WrapupCodeChange = v.object({ name, version });

export const Colleague = v.object({
  id: v.string(),
  name: v.string(),
  email: v.string(),
  role: v.picklist(['agent', 'administrator']),
  capacity: v.number(),
  isOnQueue: v.boolean(),
  isInvited: v.boolean(),
  skills: v.array(v.string()),
  languages: v.array(v.string()),
  version: v.number(),
});
export type Colleague = v.InferOutput<typeof Colleague>;

export const AuditEntry = v.object({
  id: v.string(),
  timestamp: Timestamp,
  actor: v.object({
    kind: v.picklist(['user', 'client', 'provider', 'operator', 'service']),
    id: v.string(),
    name: v.string(),
  }),
  action: v.string(),
  subject: v.object({ kind: v.string(), id: v.string(), name: v.string() }),
});
export type AuditEntry = v.InferOutput<typeof AuditEntry>;

export const AuditEntityListing = v.object({ entities: v.array(AuditEntry), next: v.optional(v.string()) });
export type AuditEntityListing = v.InferOutput<typeof AuditEntityListing>;

export const AuditQuery = v.object({
  after: v.optional(v.string()),
  format: v.optional(v.picklist(['page', 'json', 'csv']), 'page'),
});

const abilities = v.optional(v.pipe(v.array(nonEmptyText(limits.shortText)), v.maxLength(limits.skills)));

/** What is left out stays; a new person is then an agent for four chats without skills. */
export const PersonChange = v.object({
  name,
  email: v.pipe(nonEmptyText(limits.shortText), v.trim(), v.email()),
  role: v.optional(v.picklist(['agent', 'administrator'])),
  capacity: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(100))),
  skills: abilities,
  languages: abilities,
  version,
});

export const Invitation = v.object({ url: v.string(), expires: Timestamp });
export type Invitation = v.InferOutput<typeof Invitation>;

export const InvitedColleague = v.object({ ...Colleague.entries, invitation: Invitation });

/** As long as `npm run admin` asks for. */
export const InviteAcceptance = v.object({
  token: nonEmptyText(limits.shortText),
  password: v.pipe(text(256), v.minLength(10)),
});

/** What a program may do, and for whom. Unknown permissions are refused by name. */
export const OAuthClientChange = v.object({
  name,
  /** Stay where they are left out; a new program then has none. */
  permissions: v.optional(v.pipe(v.array(nonEmptyText(limits.shortText)), v.maxLength(100))),
  /** It acts as this person, and goes on doing so where this is left out; null: as no person. */
  userId: v.optional(v.nullable(Id)),
  version,
});

export const OAuthClient = v.object({
  id: v.string(),
  name: v.string(),
  userId: v.optional(v.string()),
  permissions: v.array(v.string()),
  dateCreated: Timestamp,
  version: v.number(),
});
export type OAuthClient = v.InferOutput<typeof OAuthClient>;

/** The secret is told here and never again. */
export const OAuthClientWithSecret = v.object({ ...OAuthClient.entries, secret: v.string() });
export type OAuthClientWithSecret = v.InferOutput<typeof OAuthClientWithSecret>;

export const Use = v.object({
  kind: v.picklist(['chat', 'ended chat', 'wrap-up', 'queue', 'deployment', 'client']),
  count: v.optional(v.number()),
  name: v.optional(v.string()),
});
