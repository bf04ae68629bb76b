import type { SavedEntry } from '../chat/chat-state.ts';
import type { Tabs } from '../platform/tabs.ts';

/** What each other tab had still to send when it was last heard, by the tab's id. */
export type Estates = Map<string, readonly SavedEntry[]>;

/**
 * Tells what a tab had written and not sent when it closed. Each tab holds a lock for life and says what it has still to
 * send: whoever gets the lock of a dead one sends it, under the same keys, so that twice is once. `estates` is kept by the
 * caller while this page is put away: a tab that closes meanwhile is heard no more.
 */
export function inheritTexts(
  tabs: Tabs,
  conversationId: string,
  estates: Estates,
  onInherit: (texts: readonly SavedEntry[]) => void,
): () => void {
  const { hold } = tabs;
  if (!hold) return () => {};
  const releases = [hold(`tab:${tabs.id}`, () => {})];

  function watch(tab: string): void {
    const release = hold?.(`tab:${tab}`, () => {
      release?.();
      onInherit((estates.get(tab) ?? []).filter(({ progress }) => !/confirmed|failed/.test(progress.state)));
      estates.delete(tab);
    });
    if (release) releases.push(release);
  }

  const stopHearing = tabs.onPost((note, from) => {
    const outbox = outboxIn(note, conversationId);
    if (!outbox) return;
    const isWatched = estates.has(from);
    estates.set(from, outbox);
    if (!isWatched) watch(from);
  });
  for (const tab of estates.keys()) watch(tab);
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
