import type { Conversation, MediaRequest, Member, MemberState, Message } from './records.ts';

/** A chat with everybody who took part, as agents see it. */
export type Chat = { conversation: Conversation; members: Member[] };

/** What an agent wrote to colleagues about a chat. */
export type Note = {
  id: string;
  conversationId: string;
  seq: number;
  author: { id: string; name: string };
  body: string;
  writtenAt: number;
  key: string | null;
};

/** What happened, told after the commit that made it true. */
export type ChatEvent =
  /** `senderUserId` is set when an agent wrote it. */
  | { type: 'message'; conversationId: string; message: Message; senderUserId: string | null }
  /** To agents only. */
  | { type: 'note'; note: Note }
  | { type: 'typing'; conversationId: string; id: string; senderId: string; at: number }
  | { type: 'member'; conversationId: string; memberId: string; state: MemberState; at: number }
  | { type: 'media-request'; conversationId: string; mediaRequest: MediaRequest; at: number }
  /** Comes after the guest's own DISCONNECTED; the guest's sockets are closed on it. */
  | { type: 'ended'; conversationId: string }
  /** To one agent: a chat of theirs is new, changed or over. */
  | { type: 'chat'; userId: string; chat: Chat; at: number }
  /** The same to whoever watches the chat's queue and was a member of it when this was committed. */
  | { type: 'queue-chat'; queueId: string; memberIds: readonly string[]; chat: Chat; at: number }
  /** To a notification channel's sockets: what it listens to from now on. */
  | { type: 'topics'; channelId: string; topics: string[]; isReplaced: boolean }
  /** To a notification channel's sockets: it is over. */
  | { type: 'channel-closed'; channelId: string; reason: ChannelEnd };

/** Why a channel is over, in the platform's words. */
export type ChannelEnd = 'another_channel_subscribed' | 'user_tokens_revoked';
