import type { PendingMessage } from '../chat/reconciler/pending-message.ts';
import type { OutboxReport } from '../client/tabs/messages.ts';
import { createStoredOutboxes } from './stored-outboxes.ts';
import type { TabOutboxes, TabOutboxesOptions } from './tab-outboxes.ts';

export type LazyTabOutboxesOptions = TabOutboxesOptions & {
  /** Other tabs have unsent texts: load the code that takes them over when those tabs close. */
  onOthers(): void;
};

/** This tab's outbox; from `takeOver` on it takes over those of closed tabs too. */
export type LazyTabOutboxes = Omit<TabOutboxes, 'whenSearched'> & {
  /** Settles when the outboxes of tabs closed before the start are taken over. */
  takeOver(createTabOutboxes: (options: TabOutboxesOptions) => TabOutboxes): Promise<void>;
};

/** Saves and announces this tab's texts and holds its lock; the rest waits for code that few pages load. */
export function createLazyTabOutboxes({ onOthers, ...options }: LazyTabOutboxesOptions): LazyTabOutboxes {
  const { tabs, tabId } = options;
  const stored = createStoredOutboxes(options.storage, options.storageKey);
  const reports: OutboxReport[] = [];
  let own: readonly PendingMessage[] = [];
  let release: (() => void) | undefined;
  let all: TabOutboxes | undefined;
  const others = () => stored.ids().filter((id) => id !== tabId);

  const stopHearing = tabs?.onMessage((message, from) => {
    if (all) return;
    if (message.type === 'outbox') {
      reports.push({ message, from });
      if (message.texts[0]) onOthers();
    }
    if (message.type === 'ask' && own[0]) tabs.post({ type: 'outbox', texts: own });
  });

  function acquireLock(): void {
    if (own[0]) release ??= tabs?.locks?.acquire(`tab:${tabId}`, () => {});
  }

  function releaseLock(): void {
    release?.();
    release = undefined;
  }

  function write(texts: readonly PendingMessage[]): boolean {
    if (all) return all.write(texts);
    if (!texts[0] && !own[0]) return true;
    own = texts;
    acquireLock();
    tabs?.post({ type: 'outbox', texts });
    return stored.write(tabId, texts);
  }

  return {
    write,
    async takeOver(createTabOutboxes) {
      if (!all) {
        // This one keeps the lock: between two locks another tab could take this tab for closed.
        all = createTabOutboxes({ ...options, reports: reports });
        all.write(own);
        all.search();
      }
      await all.whenSearched;
    },
    search() {
      if (all) all.search();
      else if (others()[0]) onOthers();
    },
    wake() {
      if (all) all.wake();
      else acquireLock();
    },
    hide() {
      releaseLock();
      all?.hide();
    },
    clear(ofAll) {
      if (all) return all.clear(ofAll);
      write([]);
      for (const id of ofAll ? others() : []) stored.write(id, []);
    },
    stop() {
      stopHearing?.();
      releaseLock();
      all?.stop();
    },
  };
}
