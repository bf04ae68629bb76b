import type { ChatEvent, Conversation, GuestDetails, MediaRequest, Member, Message } from './model.ts';
import type { ListQuery } from './reconciler/actions.ts';

/**
 * One conversation as seen by one of its members: the guest's own operations, or an agent's.
 * Every promise rejects with a `ChatError` and with nothing else.
 */
export interface ConversationPort {
  listMessages(query: ListQuery): Promise<Message[]>;
  /**
   * `idempotencyKey` is sent only to a service that announced the capability. A text that waits for the lock of another tab
   * is not sent, and rejects, if `isWanted` then returns false.
   */
  sendMessage(body: string, idempotencyKey: string | undefined, isWanted?: () => boolean): Promise<Message>;
  sendTyping(): Promise<void>;
  listMembers(): Promise<Member[]>;
  getMember(memberId: string): Promise<Member>;
  listMediaRequests(): Promise<MediaRequest[]>;
  answerMediaRequest(request: MediaRequest, state: 'ACCEPTED' | 'DECLINED'): Promise<MediaRequest>;
  /** Removes the own member. Resolves too if it is gone already. */
  leave(options?: { keepalive?: boolean }): Promise<void>;
  /** Opens the stream and keeps it open until stopped. */
  openStream(listeners: StreamListeners): EventStream;
}

export type StreamListeners = {
  onOpen(): void;
  /** The connection is lost; the stream reconnects by itself. */
  onLost(): void;
  onEvent(event: ChatEvent): void;
  /** A frame that could not be decoded. */
  onUnreadable(): void;
  /** Whether this tab is the one with the connection. Never called where tabs share no stream. */
  onLeader?(isLeading: boolean): void;
  /** The service closed the stream for good: the conversation is over. */
  onOver(): void;
};

export interface EventStream {
  /** Connects at once, or checks that an open connection works. */
  wake(): void;
  stop(): void;
}

/** The service for a visitor's page. Every promise rejects with a `ChatError` and with nothing else. */
export interface GuestPort {
  /** Where tabs share a chat, it may return another tab's conversation, unless `isGone` returns true for it. */
  createConversation(guest: GuestDetails, isGone?: (id: string) => boolean): Promise<Conversation>;
  conversation(conversation: Conversation): ConversationPort;
}
