import * as v from 'valibot';
import { limits, nonEmptyText, optionalText, Timestamp, text } from './primitives.ts';

/** The states of a participant that a chat of ours can be in. */
export const ParticipantState = v.picklist(['alerting', 'connected', 'disconnected']);
export type ParticipantState = v.InferOutput<typeof ParticipantState>;

export const ParticipantPurpose = v.picklist(['customer', 'acd', 'agent', 'workflow']);
export type ParticipantPurpose = v.InferOutput<typeof ParticipantPurpose>;

export const DisconnectType = v.picklist(['client', 'endpoint', 'inactivity', 'peer', 'system', 'transfer']);
export type DisconnectType = v.InferOutput<typeof DisconnectType>;

/** What an agent says a chat was about. */
export const Wrapup = v.object({
  code: v.string(),
  name: v.optional(v.string()),
  notes: v.optional(v.string()),
  tags: v.optional(v.array(v.string())),
  durationSeconds: v.optional(v.number()),
  endTime: v.optional(Timestamp),
  provisional: v.optional(v.boolean()),
});
export type Wrapup = v.InferOutput<typeof Wrapup>;

const DomainReference = v.object({ id: v.string(), name: v.optional(v.string()) });

/** A person or queue in a chat, as `/conversations/chats` tells it: without communication ids. */
export const ChatMediaParticipant = v.object({
  id: v.string(),
  name: v.optional(v.string()),
  purpose: ParticipantPurpose,
  state: ParticipantState,
  startTime: v.optional(Timestamp),
  startAlertingTime: v.optional(Timestamp),
  connectedTime: v.optional(Timestamp),
  endTime: v.optional(Timestamp),
  direction: v.optional(v.picklist(['inbound', 'outbound'])),
  disconnectType: v.optional(DisconnectType),
  alertingTimeoutMs: v.optional(v.number()),
  user: v.optional(DomainReference),
  queue: v.optional(DomainReference),
  attributes: v.optional(v.record(v.string(), v.string())),
  /** Ours, of a customer: what the site's own server has signed. */
  signedFields: v.optional(v.array(v.string())),
  provider: v.optional(v.string()),
  avatarImageUrl: v.optional(v.string()),
  held: v.optional(v.boolean()),
  wrapupRequired: v.optional(v.boolean()),
  wrapup: v.optional(Wrapup),
  wrapupSkipped: v.optional(v.boolean()),
});
export type ChatMediaParticipant = v.InferOutput<typeof ChatMediaParticipant>;

export const ChatConversation = v.object({
  id: v.string(),
  name: v.optional(v.string()),
  participants: v.array(ChatMediaParticipant),
  inactivityTimeout: v.optional(Timestamp),
  selfUri: v.optional(v.string()),
});
export type ChatConversation = v.InferOutput<typeof ChatConversation>;

export const ChatConversationEntityListing = v.object({
  entities: v.array(ChatConversation),
  pageSize: v.optional(v.number()),
  pageNumber: v.optional(v.number()),
  pageCount: v.optional(v.number()),
  total: v.optional(v.number()),
  selfUri: v.optional(v.string()),
});
export type ChatConversationEntityListing = v.InferOutput<typeof ChatConversationEntityListing>;

/** A participant with its communications: `chats[0].id` is the communication id and, for everybody, the member id. */
export const ConversationParticipant = v.object({
  id: v.string(),
  name: v.optional(v.string()),
  purpose: ParticipantPurpose,
  state: ParticipantState,
  userId: v.optional(v.string()),
  queueId: v.optional(v.string()),
  startTime: v.optional(Timestamp),
  endTime: v.optional(Timestamp),
  attributes: v.optional(v.record(v.string(), v.string())),
  /** Ours, of a customer: what the site's own server has signed. */
  signedFields: v.optional(v.array(v.string())),
  chats: v.array(v.object({ id: v.string(), state: ParticipantState })),
});
export type ConversationParticipant = v.InferOutput<typeof ConversationParticipant>;

export const Conversation = v.object({
  id: v.string(),
  startTime: v.optional(Timestamp),
  endTime: v.optional(Timestamp),
  participants: v.array(ConversationParticipant),
  selfUri: v.optional(v.string()),
});
export type Conversation = v.InferOutput<typeof Conversation>;

/** The code by its id, or by its name. */
export const WrapupInput = v.object({
  code: optionalText(limits.shortText),
  name: optionalText(limits.shortText),
  notes: optionalText(limits.messageBody),
  tags: v.optional(v.pipe(v.array(nonEmptyText(limits.shortText)), v.maxLength(50))),
  durationSeconds: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  endTime: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  provisional: v.optional(v.boolean()),
});
export type WrapupInput = v.InferOutput<typeof WrapupInput>;

/**
 * `connected` answers, `disconnected` leaves, `held`, `wrapup` and `wrapupSkipped` are kept; of the model's other fields those for voice
 * change nothing in a chat of ours. Whether `recording` can be taken is for the route to say.
 */
export const MediaParticipantRequest = v.object({
  state: v.optional(v.pipe(v.string(), v.toLowerCase(), v.picklist(['connected', 'disconnected']))),
  held: v.optional(v.boolean()),
  wrapup: v.optional(WrapupInput),
  wrapupSkipped: v.optional(v.boolean()),
  recording: v.optional(v.boolean()),
});
export type MediaParticipantRequest = v.InferOutput<typeof MediaParticipantRequest>;

/** Who a chat is handed over to; exactly one of them. */
export const TransferRequest = v.object({
  transferType: v.optional(v.picklist(['Attended', 'Unattended']), 'Unattended'),
  queueId: optionalText(limits.shortText),
  userId: optionalText(limits.shortText),
  userName: optionalText(limits.shortText),
  address: optionalText(limits.shortText),
  /** Ours: a private note to the agent who takes over. */
  note: optionalText(limits.messageBody),
});
export type TransferRequest = v.InferOutput<typeof TransferRequest>;

export const ParticipantAttributes = v.object({
  attributes: v.record(nonEmptyText(limits.shortText), text(1000)),
});
export type ParticipantAttributes = v.InferOutput<typeof ParticipantAttributes>;

export const SetRecordingState = v.object({
  recordingState: v.pipe(v.string(), v.toUpperCase(), v.picklist(['ACTIVE', 'PAUSED', 'NONE'])),
});
export type SetRecordingState = v.InferOutput<typeof SetRecordingState>;

export const WrapupCode = v.object({
  id: v.string(),
  name: v.string(),
  dateCreated: v.optional(Timestamp),
  /** Ours: sent back, it says which state a change is of. */
  version: v.optional(v.number()),
  selfUri: v.optional(v.string()),
});
export type WrapupCode = v.InferOutput<typeof WrapupCode>;

/** PATCH of a whole chat: `disconnected` ends it for everybody. */
export const EndConversationRequest = v.object({
  state: v.pipe(v.string(), v.toLowerCase(), v.literal('disconnected')),
});
export type EndConversationRequest = v.InferOutput<typeof EndConversationRequest>;

export const Channel = v.object({ id: v.string(), connectUri: v.string(), expires: Timestamp });
export type Channel = v.InferOutput<typeof Channel>;

export const ChannelEntityListing = v.object({ entities: v.array(Channel) });
export type ChannelEntityListing = v.InferOutput<typeof ChannelEntityListing>;

export const ChannelTopic = v.object({
  id: v.string(),
  state: v.optional(v.picklist(['Permitted', 'Rejected'])),
  rejectionReason: v.optional(v.string()),
  selfUri: v.optional(v.string()),
});
export type ChannelTopic = v.InferOutput<typeof ChannelTopic>;

export const ChannelTopicEntityListing = v.object({ entities: v.array(ChannelTopic) });
export type ChannelTopicEntityListing = v.InferOutput<typeof ChannelTopicEntityListing>;

/** The body of a subscription: topics by their names. */
export const TopicList = v.pipe(v.array(v.object({ id: nonEmptyText(limits.shortText) })), v.maxLength(1000));
export type TopicList = v.InferOutput<typeof TopicList>;

/** What a client may say on a notification socket. */
export const ChannelCommand = v.variant('message', [
  v.object({ message: v.literal('ping') }),
  v.object({
    message: v.literal('subscribe'),
    topics: v.pipe(v.array(nonEmptyText(limits.shortText)), v.maxLength(1000)),
    correlationId: optionalText(limits.shortText),
  }),
]);
export type ChannelCommand = v.InferOutput<typeof ChannelCommand>;

/** Whether an agent takes chats: the platform's word, or ours. */
export const RoutingStatusChange = v.union([
  v.pipe(
    v.object({ isOnQueue: v.boolean() }),
    v.transform(({ isOnQueue }) => isOnQueue),
  ),
  v.pipe(
    v.object({ status: v.picklist(['ON_QUEUE', 'IDLE', 'OFF_QUEUE']) }),
    v.transform(({ status }) => status !== 'OFF_QUEUE'),
  ),
]);

/** Ours: the console's sign-in, and what it is told about who is signed in. */
export const ConsoleSignIn = v.object({ email: nonEmptyText(limits.shortText), password: nonEmptyText(1024) });
export type ConsoleSignIn = v.InferOutput<typeof ConsoleSignIn>;

const DemoAccount = v.object({
  role: v.picklist(['agent', 'administrator']),
  email: v.string(),
  password: v.string(),
});
export type DemoAccount = v.InferOutput<typeof DemoAccount>;

/**
 * Ours: by which providers one may sign in; a browser goes to the address. The accounts of the demo are listed for
 * callers that have its token.
 */
export const SignInProviderEntityListing = v.object({
  entities: v.array(v.object({ name: v.string(), address: v.string() })),
  demoAccounts: v.optional(v.array(DemoAccount)),
});
export type SignInProviderEntityListing = v.InferOutput<typeof SignInProviderEntityListing>;

export const ConsoleSession = v.object({
  user: v.object({ id: v.string(), name: v.string(), email: v.string() }),
  organizationId: v.string(),
  permissions: v.array(v.string()),
  expires: Timestamp,
});
export type ConsoleSession = v.InferOutput<typeof ConsoleSession>;
