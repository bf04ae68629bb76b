import type { ChatEvent, Conversation, GuestDetails, MediaRequest, Member, Message } from './model.ts';
import type { ListQuery } from './reconciler/actions.ts';

/**
 * One conversation as seen by one of its members: the guest's own operations, or an agent's.
 * Every promise rejects with a `ChatError` and with nothing else.
 */
export interface ConversationPort {
  listMessages(query: ListQuery): Promise<Message[]>;
  /**
   * `idempotencyKey` is sent only to a service that announced the capability. A text that waits for its turn among tabs is
   * not sent, and rejects, where `isWanted` then answers false.
   */
  sendMessage(body: string, idempotencyKey: string | undefined, isWanted?: () => boolean): Promise<Message>;
  sendTyping(): Promise<void>;
  listMembers(): Promise<Member[]>;
  getMember(memberId: string): Promise<Member>;
  listMediaRequests(): Promise<MediaRequest[]>;
  answerMediaRequest(request: MediaRequest, state: 'ACCEPTED' | 'DECLINED'): Promise<MediaRequest>;
  /** Removes the own member. Resolves too when it was gone already. */
  leave(options?: { keepalive?: boolean }): Promise<void>;
  /** Opens the stream and keeps it open until stopped. */
  openStream(listeners: StreamListeners): EventStream;
}

export type StreamListeners = {
  onOpen(): void;
  /** The line is down; the stream tries again by itself. */
  onLost(): void;
  onEvent(event: ChatEvent): void;
  /** A frame nobody could read. */
  onUnreadable(): void;
  /** Whether this tab is the one of all that has the line. Never called where tabs know nothing of each other. */
  onLeader?(isLeading: boolean): void;
  /** The service closed the stream for good: the conversation is over. */
  onOver(): void;
};

export interface EventStream {
  /** Tries at once, or checks that an open line is alive. */
  wake(): void;
  stop(): void;
}

/** The service as a visitor's page sees it. Every promise rejects with a `ChatError` and with nothing else. */
export interface GuestPort {
  /** Where tabs share a chat, another tab's is answered, unless `isGone` knows that it is over. */
  createConversation(guest: GuestDetails, isGone?: (id: string) => boolean): Promise<Conversation>;
  conversation(conversation: Conversation): ConversationPort;
}
