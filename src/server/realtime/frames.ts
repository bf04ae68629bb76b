import { randomUUID } from 'node:crypto';
import { topics } from '../../protocol/schema/frame.ts';
import { iso } from '../core/clock.ts';
import type { ChatEvent } from '../domain/chat-event.ts';
import { presentChat, presentConversation } from '../presenters/chat.ts';
import { presentNote } from '../presenters/message.ts';
import { topicOf } from '../services/hub.ts';

/** The reader of a frame: senders see the idempotency keys of their own messages. */
export type Viewer = { memberId: string } | { userId: string };

/** An event as a frame under the topic that was subscribed to; undefined for internal events. */
export function frameOf(event: ChatEvent, viewer: Viewer, topicName = topicOf(event)): string | undefined {
  const envelope = (type: string | undefined, eventBody: object) => wrap(topicName, type, eventBody);
  switch (event.type) {
    case 'message':
      return envelope('message', messageBody(event, viewer));
    case 'typing':
      return envelope('typing-indicator', {
        id: event.id,
        conversation: { id: event.conversationId },
        sender: { id: event.senderId },
        timestamp: iso(event.at),
      });
    case 'member':
      return envelope('member-change', {
        conversation: { id: event.conversationId },
        member: { id: event.memberId, state: event.state },
        timestamp: iso(event.at),
      });
    case 'media-request':
      return envelope('media-request-change', {
        conversation: { id: event.conversationId },
        mediaRequest: {
          id: event.mediaRequest.id,
          types: JSON.parse(event.mediaRequest.types),
          state: event.mediaRequest.state,
        },
        timestamp: iso(event.at),
      });
    case 'note':
      // A member of the chat may be its guest, who sees no notes.
      return 'userId' in viewer ? envelope('note', presentNote(event.note, viewer.userId)) : undefined;
    case 'chat':
    case 'queue-chat':
      return envelope(
        undefined,
        topicName.endsWith('.conversations') ? presentConversation(event.chat) : presentChat(event.chat),
      );
    case 'ended':
    case 'topics':
    case 'channel-closed':
      return undefined;
    default:
      return event satisfies never;
  }
}

/** `seq` is the newest message's number where the stream belongs to one conversation. */
export function heartbeatFrame(seq?: number): string {
  return JSON.stringify({
    topicName: topics.metadata,
    eventBody: { message: 'WebSocket Heartbeat', ...(seq === undefined ? {} : { seq }) },
  });
}

export const pongFrame = JSON.stringify({ topicName: topics.metadata, eventBody: { message: 'pong' } });

export function isPing(command: unknown): boolean {
  return typeof command === 'object' && command !== null && 'message' in command && command.message === 'ping';
}

/** Undefined for text that is not JSON. */
export function parseCommand(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wrap(topicName: string, type: string | undefined, eventBody: object): string {
  return JSON.stringify({
    topicName,
    version: '2',
    eventBody,
    metadata: { CorrelationId: randomUUID(), ...(type === undefined ? {} : { type }) },
  });
}

export type SystemTopic = 'no_longer_subscribed' | 'subscription_changed' | 'token_revoked' | 'socket_closing';

/** A frame about the channel itself. */
export function systemFrame(
  systemTopicType: SystemTopic,
  details: { channelId?: string; userId?: string; reason?: string },
) {
  return wrap(`v2.system.${systemTopicType}`, undefined, { systemTopicType, ...details });
}

function messageBody({ message, senderUserId }: Extract<ChatEvent, { type: 'message' }>, viewer: Viewer) {
  const isOwn = 'memberId' in viewer ? viewer.memberId === message.sender_id : viewer.userId === senderUserId;
  return {
    id: message.id,
    conversation: { id: message.conversation_id },
    sender: { id: message.sender_id },
    body: message.body,
    bodyType: message.body_type,
    timestamp: iso(message.sent_at),
    seq: message.seq,
    ...(isOwn && message.idempotency_key !== null ? { idempotencyKey: message.idempotency_key } : {}),
  };
}
