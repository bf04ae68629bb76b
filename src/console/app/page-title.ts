import { messages } from '../messages/messages.ts';
import type { ConsoleStore } from './console-store.ts';

/** The title of the tab: waiting offers before unread messages. */
export function pageTitle({ session, offers, unread }: ConsoleStore): string {
  if (session.value.phase !== 'signed-in') return messages.value.consoleTitle;
  if (offers.value.length > 0) return messages.value.titleWaiting(offers.value.length);
  return unread.value > 0 ? messages.value.titleUnread(unread.value) : messages.value.consoleTitle;
}
