import * as v from 'valibot';
import { MediaRequestState, MediaType } from './media-request.ts';
import { MemberState } from './member.ts';
import { BodyType } from './message.ts';
import { EntityReference, Timestamp } from './primitives.ts';

export const EventRef = EntityReference;
export type EventRef = v.InferOutput<typeof EventRef>;

const envelope = <Type extends string, Body extends v.GenericSchema>(type: Type, eventBody: Body) =>
  v.object({
    topicName: v.string(),
    version: v.optional(v.string(), '2'),
    eventBody,
    /** `CorrelationId` has a capital C on the wire. */
    metadata: v.object({ CorrelationId: v.optional(v.string()), type: v.literal(type) }),
  });

export const MessageEventBody = v.object({
  id: v.string(),
  conversation: EventRef,
  sender: EventRef,
  body: v.string(),
  bodyType: BodyType,
  timestamp: Timestamp,
  /** Our extension, as on `WebChatMessage`. */
  seq: v.optional(v.number()),
  idempotencyKey: v.optional(v.string()),
});
export type MessageEventBody = v.InferOutput<typeof MessageEventBody>;

export const TypingEventBody = v.object({
  id: v.string(),
  conversation: EventRef,
  sender: EventRef,
  timestamp: Timestamp,
});
export type TypingEventBody = v.InferOutput<typeof TypingEventBody>;

export const MemberChangeEventBody = v.object({
  id: v.optional(v.string()),
  conversation: EventRef,
  /** No role and no name: ask GET member. */
  member: v.object({ id: v.string(), state: MemberState }),
  timestamp: Timestamp,
});
export type MemberChangeEventBody = v.InferOutput<typeof MemberChangeEventBody>;

/** Ours: every change of a media request's state. */
export const MediaRequestChangeEventBody = v.object({
  conversation: EventRef,
  mediaRequest: v.object({ id: v.string(), types: v.array(MediaType), state: MediaRequestState }),
  timestamp: Timestamp,
});
export type MediaRequestChangeEventBody = v.InferOutput<typeof MediaRequestChangeEventBody>;

export const ChannelMetadataEventBody = v.object({
  /** `WebSocket Heartbeat`, or `pong` as the answer to a ping. */
  message: v.string(),
  /** Our extension: the newest message's place in the conversation. */
  seq: v.optional(v.number()),
});
export type ChannelMetadataEventBody = v.InferOutput<typeof ChannelMetadataEventBody>;

export const MessageFrame = envelope('message', MessageEventBody);
export type MessageFrame = v.InferOutput<typeof MessageFrame>;
export const TypingFrame = envelope('typing-indicator', TypingEventBody);
export type TypingFrame = v.InferOutput<typeof TypingFrame>;
export const MemberChangeFrame = envelope('member-change', MemberChangeEventBody);
export type MemberChangeFrame = v.InferOutput<typeof MemberChangeFrame>;
export const MediaRequestChangeFrame = envelope('media-request-change', MediaRequestChangeEventBody);
export type MediaRequestChangeFrame = v.InferOutput<typeof MediaRequestChangeFrame>;

export const ChannelMetadataFrame = v.object({
  topicName: v.literal('channel.metadata'),
  eventBody: ChannelMetadataEventBody,
});
export type ChannelMetadataFrame = v.InferOutput<typeof ChannelMetadataFrame>;

/** Everything a guest's event stream carries. */
export const Frame = v.union([
  MessageFrame,
  TypingFrame,
  MemberChangeFrame,
  MediaRequestChangeFrame,
  ChannelMetadataFrame,
]);
export type Frame = v.InferOutput<typeof Frame>;

export const topics = {
  messages: (conversationId: string) => `v2.conversations.chats.${conversationId}.messages`,
  members: (conversationId: string) => `v2.conversations.chats.${conversationId}.members`,
  mediaRequests: (conversationId: string) => `v2.conversations.chats.${conversationId}.mediarequests`,
  /** Agents' alone. */
  notes: (conversationId: string) => `v2.conversations.chats.${conversationId}.notes`,
  userChats: (userId: string) => `v2.users.${userId}.conversations.chats`,
  queueChats: (queueId: string) => `v2.routing.queues.${queueId}.conversations.chats`,
  metadata: 'channel.metadata',
} as const;
