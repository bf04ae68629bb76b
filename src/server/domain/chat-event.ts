import type { Conversation, MediaRequest, Member, MemberState, Message } from './records.ts';

/** A chat with all its members, as agents see it. */
export type Chat = { conversation: Conversation; members: Member[] };

/** A note that an agent wrote to colleagues about a chat. */
export type Note = {
  id: string;
  conversationId: string;
  seq: number;
  author: { id: string; name: string };
  body: string;
  writtenAt: number;
  key: string | null;
};

/** A change of a chat or a channel, published after it was committed. */
export type ChatEvent =
  /** `senderUserId` is the agent who wrote it; null for any other sender. */
  | { type: 'message'; conversationId: string; message: Message; senderUserId: string | null }
  /** For agents only. */
  | { type: 'note'; note: Note }
  | { type: 'typing'; conversationId: string; id: string; senderId: string; at: number }
  | { type: 'member'; conversationId: string; memberId: string; state: MemberState; at: number }
  | { type: 'media-request'; conversationId: string; mediaRequest: MediaRequest; at: number }
  /** Follows the guest's own DISCONNECTED and closes the guest's sockets. */
  | { type: 'ended'; conversationId: string }
  /** For one agent: one of their chats is new, changed or over. */
  | { type: 'chat'; userId: string; chat: Chat; at: number }
  /** The same for those who subscribed to the chat's queue; `memberIds` are its members at the commit. */
  | { type: 'queue-chat'; queueId: string; memberIds: readonly string[]; chat: Chat; at: number }
  /** For a notification channel's sockets: its new list of topics. */
  | { type: 'topics'; channelId: string; topics: string[]; isReplaced: boolean }
  /** For a notification channel's sockets: the channel has ended. */
  | { type: 'channel-closed'; channelId: string; reason: ChannelEnd };

/** Why a channel has ended, in the platform's words. */
export type ChannelEnd = 'another_channel_subscribed' | 'user_tokens_revoked';
