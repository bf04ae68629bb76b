/** What a message is for; the wire's `bodyType`. Only `standard` is a member's talk. */
export type MessageKind = 'standard' | 'notice' | 'member-join' | 'member-leave' | 'media-request';

/** A committed message: it has an id in the service's list. */
export type Message = {
  id: string;
  senderId: string;
  kind: MessageKind;
  body: string;
  /** Service time, Unix milliseconds. Strictly rising in a conversation with our service. */
  at: number;
  /** Our service's number in the conversation; a plain WebChat service sends none. */
  seq: number | undefined;
  /** The idempotency key it was sent with; only its sender sees it. */
  key: string | undefined;
};

/** How far a written text has come. `rejected` is final; every other failure may still turn into `sent`. */
export type Delivery =
  | { state: 'queued' }
  | { state: 'sending' }
  | { state: 'sent' }
  | { state: 'failed'; reason: 'not-found' | 'rejected' | 'over' };

/** One line of the transcript, committed or still on its way. */
export type TranscriptEntry = {
  /** Stays the same from the first keystroke to the committed message, so that a view can key on it. */
  viewId: string;
  messageId: string | undefined;
  senderId: string;
  kind: MessageKind;
  body: string;
  at: number;
  delivery: Delivery;
};
