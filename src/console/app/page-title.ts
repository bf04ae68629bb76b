import { messages } from '../messages/messages.ts';
import type { ConsoleStore } from './console-store.ts';

/** What the tab says: who waits comes before what is unread. */
export function pageTitle({ session, offers, unread }: ConsoleStore): string {
  if (session.value.phase !== 'signed-in') return messages.value.consoleTitle;
  if (offers.value.length > 0) return messages.value.titleWaiting(offers.value.length);
  return unread.value > 0 ? messages.value.titleUnread(unread.value) : messages.value.consoleTitle;
}
