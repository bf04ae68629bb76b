import type { MediaRequest } from './media-request.ts';
import type { Message } from './message.ts';

/** What the event stream can tell us, in our words. */
export type ChatEvent =
  | { type: 'message'; message: Message }
  | { type: 'typing'; senderId: string; at: number }
  | { type: 'member-change'; memberId: string; state: 'CONNECTED' | 'DISCONNECTED' | 'ALERTING'; at: number }
  | { type: 'media-request-change'; mediaRequest: MediaRequest }
  /** `seq` is the newest message's number where the service tells it. */
  | { type: 'heartbeat'; seq: number | undefined };
