/** Each event's `detail`, by its name without `porchlight:` (docs/javascript.md). */
export type EventDetails = {
  ready: { id: string };
  /** The first one, which the loader fires, has none. */
  'before-open': Record<string, never> | null;
  open: Record<string, never>;
  close: Record<string, never>;
  show: Record<string, never>;
  hide: Record<string, never>;
  start: { conversationId: string };
  end: { conversationId: string; reason: 'guest-left' | 'over' | 'expired' };
  'before-send': { text: string };
  message: MessageDetail;
  unread: { count: number };
  typing: { isTyping: boolean; name: string };
  status: { status: string };
  'media-request': {
    id: string;
    types: readonly string[];
    accept(): Promise<void>;
    decline(): Promise<void>;
  };
  consent: { isGiven: boolean };
  error: { code: string; message: string };
  link: { href: string };
};

export type EventName = keyof EventDetails;

/** `at`: the service's time, Unix milliseconds. */
export type MessageDetail = {
  id: string;
  conversationId: string;
  from: 'visitor' | 'agent' | 'system';
  name: string;
  text: string;
  at: number;
};

/** Events that are fired again for a listener that comes late. */
export const stickyEvents = ['ready', 'unread', 'status'] as const satisfies readonly EventName[];

/** Events that a listener can prevent. */
export const cancelableEvents = [
  'before-open',
  'before-send',
  'media-request',
  'link',
] as const satisfies readonly EventName[];

/** All events that `on`, `once` and `off` accept. */
export const events = [
  'open',
  'close',
  'show',
  'hide',
  'start',
  'end',
  'message',
  'typing',
  'consent',
  'error',
  ...stickyEvents,
  ...cancelableEvents,
] as const satisfies readonly EventName[];

type PorchlightEvents = { [Name in EventName as `porchlight:${Name}`]: CustomEvent<EventDetails[Name]> };

declare global {
  // They bubble and cross shadow roots, so the document and the window hear them too.
  interface HTMLElementEventMap extends PorchlightEvents {}
  interface DocumentEventMap extends PorchlightEvents {}
  interface WindowEventMap extends PorchlightEvents {}
}
