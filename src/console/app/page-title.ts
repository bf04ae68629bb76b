import { en } from '../messages/en.ts';
import type { ConsoleStore } from './console-store.ts';

/** What the tab says: who waits comes before what is unread. */
export function pageTitle({ session, offers, unread }: ConsoleStore): string {
  if (session.value.phase !== 'signed-in') return en.consoleTitle;
  if (offers.value.length > 0) return en.titleWaiting(offers.value.length);
  return unread.value > 0 ? en.titleUnread(unread.value) : en.consoleTitle;
}
