import type { ChatError } from '../chat/chat-error.ts';
import type { Words } from './strings/en.ts';

/** The sentence for a visitor who gets no chat. */
export function explain({ kind, code }: ChatError): keyof Words {
  if (code === 'chat.deployment.disabled') return 'closed';
  if (/gone|rejected|unauthorized/.test(kind)) return 'refused';
  return /server|unreadable/.test(kind) ? 'broken' : 'unreachable';
}
