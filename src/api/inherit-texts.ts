import type { SavedEntry } from '../chat/chat-state.ts';
import type { Tabs } from '../platform/tabs.ts';

/**
 * Tells what a tab had written and not sent when it closed. Each tab holds a lock for life and says what it has still to
 * send: whoever gets the lock of a dead one sends it, under the same keys, so that twice is once.
 */
export function inheritTexts(
  tabs: Tabs,
  conversationId: string,
  onInherit: (texts: readonly SavedEntry[]) => void,
): () => void {
  const { hold } = tabs;
  if (!hold) return () => {};
  const estates = new Map<string, readonly SavedEntry[]>();
  const releases = [hold(`tab:${tabs.id}`, () => {})];

  const stopHearing = tabs.onPost((note, from) => {
    const outbox = outboxIn(note, conversationId);
    if (!outbox) return;
    const isWatched = estates.has(from);
    estates.set(from, outbox);
    if (isWatched) return;
    const release = hold(`tab:${from}`, () => {
      release();
      onInherit((estates.get(from) ?? []).filter(({ progress }) => !/confirmed|failed/.test(progress.state)));
      estates.delete(from);
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
