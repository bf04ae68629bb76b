import type { PendingMessage } from '../chat/reconciler/pending-message.ts';
import type { OutboxReport } from '../client/tabs/messages.ts';
import { createStoredOutboxes } from './stored-outboxes.ts';
import type { TabOutboxes, TabOutboxesOptions } from './tab-outboxes.ts';

export type WaitingOutboxOptions = TabOutboxesOptions & {
  /** Other tabs have unsent texts: fetch the code that can take them over, should they close. */
  onOthers(): void;
};

/** This tab's outbox, which at `takeOver` becomes one that takes over those of closed tabs too. */
export type WaitingOutbox = Omit<TabOutboxes, 'whenSearched'> & {
  /** Settles when what closed tabs left at the start is taken over. */
  takeOver(createTabOutboxes: (options: TabOutboxesOptions) => TabOutboxes): Promise<void>;
};

/** Keeps and says what this tab has to send, and holds its lock; all else can wait for code that few pages need. */
export function createWaitingOutbox({ onOthers, ...options }: WaitingOutboxOptions): WaitingOutbox {
  const { tabs, tabId } = options;
  const stored = createStoredOutboxes(options.storage, options.storageKey);
  const heard: OutboxReport[] = [];
  let own: readonly PendingMessage[] = [];
  let release: (() => void) | undefined;
  let all: TabOutboxes | undefined;
  const others = () => stored.ids().filter((id) => id !== tabId);

  const stopHearing = tabs?.onMessage((message, from) => {
    if (all) return;
    if (message.type === 'outbox') {
      heard.push({ message, from });
      if (message.texts[0]) onOthers();
    }
    if (message.type === 'ask' && own[0]) tabs.post({ type: 'outbox', texts: own });
  });

  function hold(): void {
    if (own[0]) release ??= tabs?.locks?.hold(`tab:${tabId}`, () => {});
  }

  function letGo(): void {
    release?.();
    release = undefined;
  }

  function write(texts: readonly PendingMessage[]): boolean {
    if (all) return all.write(texts);
    if (!texts[0] && !own[0]) return true;
    own = texts;
    hold();
    tabs?.post({ type: 'outbox', texts });
    return stored.write(tabId, texts);
  }

  return {
    write,
    async takeOver(createTabOutboxes) {
      if (!all) {
        // The lock stays with this one: between two of them another tab could take this one for closed.
        all = createTabOutboxes({ ...options, heard });
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
      else hold();
    },
    hide() {
      letGo();
      all?.hide();
    },
    clear(ofAll) {
      if (all) return all.clear(ofAll);
      write([]);
      for (const id of ofAll ? others() : []) stored.write(id, []);
    },
    stop() {
      stopHearing?.();
      letGo();
      all?.stop();
    },
  };
}
