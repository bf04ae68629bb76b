import { type ChatEvent, type Conversation, type GuestDetails, isConversation } from '../../chat/model.ts';
import { isPendingMessage, type PendingMessage } from '../../chat/reconciler/pending-message.ts';

/** A tab's chat as it sends it to other tabs. */
export type SharedChat = {
  conversation?: Conversation | undefined;
  /** Wall clock time of the start, for a label. */
  startedAt?: number | undefined;
  /** The visitor left this one, in that tab. */
  leaving?: Conversation | undefined;
  /** Service time of the newest message the visitor has seen. */
  seenAt: number;
  guest: Partial<GuestDetails>;
};

/** What the leader of the stream sends; `ask` is sent by the others, and the leader answers with its state. */
export type StreamNotice =
  | { type: 'new' | 'open' | 'lost' | 'unreadable' | 'over' | 'ask' }
  | { type: 'event'; event: ChatEvent };

/** All messages between tabs of one chat. */
export type TabMessage =
  /** Tabs with a chat or unsent texts answer with `chat` and `outbox`. */
  | { type: 'ask' }
  | { type: 'chat'; chat: SharedChat }
  /** All unsent texts of the sender, each time they change; or those of the tab `of`, which closed a moment ago. */
  | { type: 'outbox'; texts: readonly PendingMessage[]; of?: string }
  /** The sender has taken these over from a tab that was away, and may have sent them. */
  | { type: 'taken'; keys: readonly string[] }
  /** The visitor deleted everything. */
  | { type: 'forget' }
  | { type: 'stream'; conversationId: string; note: StreamNotice };

/** An `outbox` message and its sender. */
export type OutboxReport = { message: TabMessage & { type: 'outbox' }; from: string };

export type ReceivedMessage = { message: TabMessage; from: string };

/** Increase it when a message changes its meaning: pages of either version then ignore the other's. */
const version = 2;

/** A message as it goes over the channel. Pages of versions before 2 ignore data without a `note`. */
export function encodeMessage(message: TabMessage, from: string): unknown {
  return { version, message, from };
}

/** Decodes a message from the channel; undefined for all other data, also from older and newer pages. */
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
