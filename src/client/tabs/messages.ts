import { type ChatEvent, type Conversation, type GuestDetails, isConversation } from '../../chat/model.ts';
import { isPendingMessage, type PendingMessage } from '../../chat/reconciler/pending-message.ts';

/** What a tab with a chat says of it. */
export type SharedChat = {
  conversation?: Conversation | undefined;
  /** Wall clock time of the chat's beginning: a label. */
  startedAt?: number | undefined;
  /** The visitor left this one, in that tab. */
  leaving?: Conversation | undefined;
  /** Service time of the newest message the visitor has seen. */
  seenAt: number;
  guest: Partial<GuestDetails>;
};

/** What the tab that has the stream passes on; `ask` is what the others ask it. */
export type StreamNotice =
  | { type: 'new' | 'open' | 'lost' | 'unreadable' | 'over' | 'ask' }
  | { type: 'event'; event: ChatEvent };

/** Everything that tabs of one chat say to each other. */
export type TabMessage =
  /** Who has a chat or unsent texts answers by `chat` and `outbox`. */
  | { type: 'ask' }
  | { type: 'chat'; chat: SharedChat }
  /** All that the sender has to send, each time it changes; or that the tab `of` had, which closed a moment ago. */
  | { type: 'outbox'; texts: readonly PendingMessage[]; of?: string }
  /** The sender has taken these over from a tab that was only put away, and may have sent them. */
  | { type: 'taken'; keys: readonly string[] }
  /** The visitor wants to be forgotten. */
  | { type: 'forget' }
  | { type: 'stream'; conversationId: string; note: StreamNotice };

/** What a tab has to send, as it was said, and by whom. */
export type OutboxReport = { message: TabMessage & { type: 'outbox' }; from: string };

export type ReceivedMessage = { message: TabMessage; from: string };

/** Raise it when a message changes its meaning: pages of either version then ignore the other's. */
const version = 2;

/** A message as it goes over the channel. Pages opened before version 2 look for a `note`, and ignore what has none. */
export function encodeMessage(message: TabMessage, from: string): unknown {
  return { version, message, from };
}

/** A message from the channel; undefined for whatever else is posted there, by older and newer pages too. */
export function decodeMessage(data: unknown): ReceivedMessage | undefined {
  const { version: theirs, message, from } = Object(data);
  return theirs === version && isText(from) && isMessage(message) ? { message, from } : undefined;
}

function isMessage(value: unknown): value is TabMessage {
  const message = Object(value) as TabMessage;
  switch (message.type) {
    case 'ask':
    case 'forget':
      return true;
    case 'chat':
      return isSharedChat(message.chat);
    case 'outbox':
      return isText(message.of ?? '') && Array.isArray(message.texts) && message.texts.every(isPendingMessage);
    case 'taken':
      return Array.isArray(message.keys);
    case 'stream':
      return isText(message.conversationId) && isText(Object(message.note).type);
    default:
      return false;
  }
}

function isSharedChat(value: unknown): boolean {
  const { conversation, leaving, seenAt, guest } = Object(value) as SharedChat;
  const areSound = [conversation, leaving].every((one) => one === undefined || isConversation(one));
  return areSound && typeof seenAt === 'number' && Object(guest) === guest;
}

const isText = (value: unknown) => typeof value === 'string';
