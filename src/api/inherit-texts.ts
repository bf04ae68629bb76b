import type { SavedEntry } from '../chat/chat-state.ts';
import type { Tabs } from '../platform/tabs.ts';

/**
 * Sends what a tab had written and not sent when it closed. Each tab holds a lock for life and tells what it has still
 * to send: whoever gets the lock of a dead one sends it, with the same keys, so that twice is once.
 */
export function inheritTexts(
  tabs: Tabs,
  conversationId: string,
  send: (body: string, key: string) => Promise<unknown>,
) {
  const { hold } = tabs;
  if (!hold) return () => {};
  const estates = new Map<string, readonly SavedEntry[]>();
  const releases = [hold(`tab:${tabs.id}`, () => {})];

  async function inherit(from: string): Promise<void> {
    const estate = estates.get(from) ?? [];
    estates.delete(from);
    for (const { key, body, progress } of estate) {
      if (/confirmed|failed/.test(progress.state)) continue;
      try {
        await send(body, key);
      } catch {
        // What the service cannot take now is with nobody any more: that tab was closed while it said "Sending".
        return;
      }
    }
  }

  const stopHearing = tabs.onPost((note, from) => {
    const outbox = outboxIn(note, conversationId);
    if (!outbox) return;
    const isWatched = estates.has(from);
    estates.set(from, outbox);
    if (isWatched) return;
    const release = hold(`tab:${from}`, () => {
      release();
      inherit(from);
    });
    releases.push(release);
  });
  tabs.post('');

  return () => {
    stopHearing();
    for (const release of releases) release();
  };
}

function outboxIn(note: unknown, conversationId: string): readonly SavedEntry[] | undefined {
  try {
    const { conversation, outbox } = JSON.parse(String(note));
    return conversation.id === conversationId && Array.isArray(outbox) ? outbox : undefined;
  } catch {
    // Not a chat, or not this one.
    return undefined;
  }
}
