import type { ChatError } from './errors.ts';
import type { Capabilities } from './reconciler/actions.ts';

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
  /** `isDelayed`: the service said when to ask again. */
  | { phase: 'starting'; isDelayed: boolean }
  | { phase: 'live'; conversation: Conversation; startedAt: number }
  | { phase: 'ended'; conversation: Conversation; reason: EndReason }
  | { phase: 'failed'; error: ChatError };

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

/** Whether something kept or heard can be a conversation: others can write where it was read. */
export function isConversation(value: unknown): value is Conversation {
  const { id, memberId, jwt, eventStreamUri, capabilities } = Object(value) as Conversation;
  const areTexts = [id, memberId, jwt, eventStreamUri].every((text) => typeof text === 'string');
  return areTexts && typeof Object(capabilities).seq === 'boolean';
}
