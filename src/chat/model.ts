import type { ChatError } from './errors.ts';

/** What a message is for; the wire's `bodyType`. Only `standard` is written by a member. */
export type MessageKind = 'standard' | 'notice' | 'member-join' | 'member-leave' | 'media-request';

/** A committed message: it has an id in the service's list. */
export type Message = {
  id: string;
  senderId: string;
  kind: MessageKind;
  body: string;
  /** Service time, Unix milliseconds. Our service gives no two messages of a conversation the same. */
  at: number;
  /** Our service's number in the conversation; a plain WebChat service sends none. */
  seq: number | undefined;
  /** The idempotency key it was sent with; only its sender receives it. */
  key: string | undefined;
};

/** How far a written text is. `rejected` is final; every other failure may still turn into `sent`. */
export type Delivery =
  | { state: 'queued' }
  | { state: 'sending' }
  | { state: 'sent' }
  | { state: 'failed'; reason: 'not-found' | 'rejected' | 'over' };

/** One entry of the transcript, committed or not yet. */
export type TranscriptEntry = {
  /** Stays the same when the text becomes a committed message, so that a view can use it as a key. */
  viewId: string;
  messageId: string | undefined;
  senderId: string;
  kind: MessageKind;
  body: string;
  at: number;
  delivery: Delivery;
};

export type MemberRole = 'agent' | 'customer' | 'workflow' | 'acd';

/** `away` is a lost connection that may come back; `left` is for good. */
export type Presence = 'alerting' | 'connected' | 'away' | 'left';

export type Member = {
  id: string;
  role: MemberRole;
  displayName: string;
  avatarUrl: string | undefined;
  presence: Presence;
};

/** What is known of the visitor when a chat starts, from the form or the page. */
export type GuestDetails = {
  displayName: string;
  firstName?: string;
  lastName?: string;
  email?: string;
  phoneNumber?: string;
  avatarImageUrl?: string;
  customFields?: Record<string, string>;
};

export type MediaType = 'COBROWSE' | 'SCREENSHARE';
export type MediaRequestState = 'PENDING' | 'ACCEPTED' | 'DECLINED' | 'TIMEDOUT' | 'CANCELLED' | 'ERRORED';

/** An agent's request to share a page or a screen. */
export type MediaRequest = { id: string; types: MediaType[]; state: MediaRequestState };

/** An event of the stream, decoded. */
export type ChatEvent =
  | { type: 'message'; message: Message }
  | { type: 'typing'; senderId: string; at: number }
  | { type: 'member-change'; memberId: string; state: 'CONNECTED' | 'DISCONNECTED' | 'ALERTING'; at: number }
  | { type: 'media-request-change'; mediaRequest: MediaRequest }
  /** `seq` is the newest message's number, where the service sends it. */
  | { type: 'heartbeat'; seq: number | undefined };

/** What the service can do beyond the plain API (`Webchat-Capabilities`, reliability R13). */
export type Capabilities = { idempotencyKey: boolean; seq: boolean; poll?: boolean };

/** One conversation's address and credentials. */
export type Conversation = {
  id: string;
  memberId: string;
  jwt: string;
  eventStreamUri: string;
  capabilities: Capabilities;
};

export type EndReason = 'guest-left' | 'expired' | 'over';

export type Session =
  | { phase: 'idle' }
  /** `isDelayed`: the service named a time for the next attempt. */
  | { phase: 'starting'; isDelayed: boolean }
  | { phase: 'live'; conversation: Conversation; startedAt: number }
  | { phase: 'ended'; conversation: Conversation; reason: EndReason }
  | { phase: 'failed'; error: ChatError };

/** Whether a conversation can be created or taken from another tab: none is there, and none is starting. */
export function isStartable({ phase }: Session): boolean {
  return phase === 'idle' || phase === 'failed';
}

/** The one word a page gets to see (design, JavaScript). */
export type Status =
  | 'idle'
  | 'starting'
  | 'waiting'
  | 'connected'
  | 'catching-up'
  | 'away'
  | 'offline'
  | 'ended'
  | 'failed';

/** Whether a value from the storage or another tab is a conversation: other scripts can write there. */
export function isConversation(value: unknown): value is Conversation {
  const { id, memberId, jwt, eventStreamUri, capabilities } = Object(value) as Conversation;
  const areTexts = [id, memberId, jwt, eventStreamUri].every((text) => typeof text === 'string');
  return areTexts && typeof Object(capabilities).seq === 'boolean';
}
