import type { Chat } from '../../embed/chat.ts';
import { createAttendant } from './attendant.ts';

const attendants = new WeakMap<Chat, ReturnType<typeof createAttendant>>();

/** Takes in how the page stands by now: calls that wait, a trigger that was clicked, attributes that changed. */
export function attend(chat: Chat, cause?: unknown): void {
  const attendant = attendants.get(chat) ?? createAttendant(chat, warn);
  attendants.set(chat, attendant);
  attendant.drain();
  if (Array.isArray(cause)) return attendant.change(cause.map(attributeOf));
  attendant.look();
  const button = cause instanceof Element && attendant.triggerAt(cause);
  if (button) attendant.onTrigger(button);
}

const warn = (fact: unknown) => console.warn('Porchlight:', fact);

const attributeOf = (record: unknown) => (record instanceof MutationRecord ? record.attributeName : null);
