import type { SharedStorage } from '../../console/chats/chat-drafts.ts';

/** What all tabs of one browser share: each tab opens it once, and is notified of the writes of the others a moment later. */
export type FakeSharedTexts = { texts: Map<string, string>; open(): SharedStorage };

export function createFakeSharedTexts(): FakeSharedTexts {
  const texts = new Map<string, string>();
  const tabs = new Set<Set<(key: string | undefined) => void>>();
  const open = (): SharedStorage => {
    const own = new Set<(key: string | undefined) => void>();
    tabs.add(own);
    const notifyOtherTabs = (key: string) => {
      for (const tab of tabs)
        if (tab !== own) for (const listener of [...tab]) setTimeout(() => tab.has(listener) && listener(key));
    };
    return {
      read: (key) => texts.get(key),
      write(key, text) {
        const isNew = texts.get(key) !== text;
        texts.set(key, text);
        if (isNew) notifyOtherTabs(key);
        return true;
      },
      remove(key) {
        if (texts.delete(key)) notifyOtherTabs(key);
      },
      keys: () => [...texts.keys()],
      onChange(listener) {
        own.add(listener);
        return () => own.delete(listener);
      },
    };
  };
  return { texts, open };
}
