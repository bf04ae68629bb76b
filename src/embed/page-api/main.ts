import type { Chat, StartChat, Tag } from '../contract/loader-api.ts';
import { serveTag } from './config-tag.ts';
import { createAttendant } from './page-controller.ts';

const attendants = new WeakMap<Chat, ReturnType<typeof createAttendant>>();

/** Takes in how the page stands by now: calls that wait, a trigger that was clicked, attributes that changed. */
export function attend(chat: Chat, cause?: unknown): void {
  const attendant = attendantOf(chat);
  attendant.drain();
  if (Array.isArray(cause)) return attendant.change(cause.filter((record) => record instanceof MutationRecord));
  attendant.look();
  const button = cause instanceof Element && attendant.triggerAt(cause);
  if (button) attendant.onTrigger(button);
}

/** For a tag that names no organization. */
export function serve(tag: Tag, start: StartChat): void {
  serveTag(tag, { start, warn, care });
}

function care(chat: Chat): () => void {
  attend(chat);
  return attendantOf(chat).destroy;
}

function attendantOf(chat: Chat): ReturnType<typeof createAttendant> {
  const attendant = attendants.get(chat) ?? createAttendant(chat, warn);
  attendants.set(chat, attendant);
  return attendant;
}

const warn = (fact: unknown) => console.warn('Porchlight:', fact);
