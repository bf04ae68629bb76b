import type { PendingMessage } from '../chat/reconciler/pending-message.ts';
import type { TextStorage } from '../environment/environment.ts';

/** The saved outboxes, one storage key for each tab, so that no tab overwrites another's. */
export type StoredOutboxes = {
  /** The tabs that have saved one. */
  ids(): string[];
  /** As saved; `readTexts` decodes it. */
  read(id: string): string | undefined;
  /** An empty one removes the key. False where it will not outlive the page. */
  write(id: string, texts: readonly PendingMessage[]): boolean;
};

export function createStoredOutboxes(storage: TextStorage, storageKey: string): StoredOutboxes {
  const prefix = `${storageKey}:outbox:`;
  return {
    ids: () => storage.keys().flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : [])),
    read: (id) => storage.read(prefix + id),
    write(id, texts) {
      if (texts[0]) return storage.write(prefix + id, JSON.stringify(texts));
      storage.remove(prefix + id);
      return true;
    },
  };
}
