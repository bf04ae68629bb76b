import type { PendingMessage } from '../chat/reconciler/pending-message.ts';
import type { OutboxReport } from '../client/tabs/messages.ts';
import type { Tabs } from '../client/tabs/tabs.ts';
import type { Clock, TextStorage } from '../environment/environment.ts';
import { readTexts } from './read-texts.ts';
import { createStoredOutboxes } from './stored-outboxes.ts';
import { watchClosedTabs } from './watch-closed-tabs.ts';

/** What becomes of a closed tab's text: `leave` it for a tab it belongs to, or `drop` it with its conversation. */
export type Verdict = 'take' | 'leave' | 'drop';

export type TabOutboxesOptions = {
  clock: Clock;
  storage: TextStorage;
  /** Where the chat is kept; each tab's outbox lies beside it. */
  storageKey: string;
  tabs: Tabs | undefined;
  /** Of this page, another one after each load. */
  tabId: string;
  /** Other tabs read and write the same storage. Otherwise tabs only know what each other says. */
  isStorageShared: boolean;
  /** What other tabs said before this began to listen, in the order it came. */
  heard?: readonly OutboxReport[];
  /** `isReported`: the text is known by its tab's word alone, which may be older than what became of it. */
  judge(text: PendingMessage, isReported: boolean): Verdict;
  /** These are this tab's from now on: `write` them before returning. */
  onInherit(texts: readonly PendingMessage[]): void;
  /** Another tab has taken these over. */
  onReleased(keys: readonly string[]): void;
};

export type TabOutboxes = {
  /** Keeps this tab's outbox and says it to the others. False where it will not outlive the page. */
  write(texts: readonly PendingMessage[]): boolean;
  /** Looks for outboxes of closed tabs: at the start, and when this tab's conversation is another one. */
  search(): void;
  /** Settles once every outbox found at the start was taken over or belongs to a tab that lives. */
  readonly whenSearched: Promise<void>;
  /** The page was put away, frozen or asleep, and others may have taken its outbox over meanwhile. */
  wake(): void;
  /** Releases all locks, as the back-forward cache demands. */
  hide(): void;
  /** Removes the outbox of this tab, or of all tabs. */
  clear(ofAll: boolean): void;
  stop(): void;
};

/** A page that reloads finds its own outbox before another tab takes it over. */
const reloadMs = 3_000;
const longestSearchMs = 1_500;

/**
 * Every tab's outbox is its own, and who writes a text sends it. What a closed tab left is taken over by one other tab, once:
 * in a shared storage its key is removed under its lock; elsewhere the lock is kept. A tab that was only put away finds its
 * key without those texts, and lets go of them.
 */
export function createTabOutboxes(options: TabOutboxesOptions): TabOutboxes {
  const { clock, tabs, tabId, isStorageShared } = options;
  const stored = createStoredOutboxes(options.storage, options.storageKey);
  /** What other tabs said last, while they lived. */
  const reported = new Map<string, readonly PendingMessage[]>();
  /** By key, the tab that said last that it has this text to send. */
  const owners = new Map<string, string>();
  let own: readonly PendingMessage[] = [];
  let isWritten = false;
  /** Since the page went away, until its own lock is granted again. */
  let mayBeTaken = false;
  let isAway = false;
  let releaseOwn: (() => void) | undefined;
  const closed = watchClosedTabs({ clock, tabs, onClosed: takeOver });
  const left = () => stored.ids().filter((id) => id !== tabId);
  const firstSearch = new Set(left());
  let settleSearch = () => {};
  const whenSearched = new Promise<void>((resolve) => {
    const cancel = firstSearch.size ? clock.after(longestSearchMs, resolve) : resolve;
    settleSearch = () => {
      cancel();
      resolve();
    };
  });
  if (!firstSearch.size) settleSearch();

  function write(texts: readonly PendingMessage[]): boolean {
    if (!texts[0] && !own[0]) return true;
    // Between the grants of the own lock another tab may have taken texts over: they must not be kept here again.
    const lost = mayBeTaken ? findLost() : [];
    own = texts.filter(({ key }) => !lost.some((text) => text.key === key));
    if (lost[0]) queueMicrotask(() => options.onReleased(lost.map(({ key }) => key)));
    isWritten = true;
    if (own[0]) holdOwn();
    const isKept = stored.write(tabId, own);
    for (const { key } of own) owners.set(key, tabId);
    tabs?.post({ type: 'outbox', texts: own });
    return isKept;
  }

  function holdOwn(): void {
    if (isAway) return;
    releaseOwn ??= tabs?.locks?.hold(`tab:${tabId}`, () => {
      mayBeTaken = false;
      release(findLost());
    });
  }

  /** In a shared storage the key says what is still this tab's: the rest was taken over. */
  function findLost(): readonly PendingMessage[] {
    if (!isStorageShared || !isWritten) return [];
    const keys = new Set(readTexts(stored.read(tabId)).map(({ key }) => key));
    return own.filter(({ key, progress }) => progress.state !== 'confirmed' && !keys.has(key));
  }

  function release(texts: readonly PendingMessage[]): void {
    if (!texts[0]) return;
    own = own.filter((text) => !texts.includes(text));
    options.onReleased(texts.map(({ key }) => key));
  }

  function takeOver(id: string): boolean {
    // What that tab itself has kept is newer than what others say of it.
    const kept = stored.read(id);
    const report = isStorageShared || kept !== undefined ? undefined : reported.get(id);
    const texts = (report ?? readTexts(kept)).filter(({ key }) => isStorageShared || isOwner(id, key));
    const judged = texts.map((text) => ({ text, verdict: options.judge(text, report !== undefined) }));
    const those = (wanted: Verdict) => judged.flatMap(({ text, verdict }) => (verdict === wanted ? [text] : []));
    const taken = those('take');
    if (taken[0]) options.onInherit(taken);
    if (reported.has(id)) reported.set(id, those('leave'));
    stored.write(id, report ? [] : those('leave'));
    firstSearch.delete(id);
    if (!firstSearch.size) settleSearch();
    // Where nothing else marks texts as taken, the lock does.
    return !isStorageShared && taken.length > 0;
  }

  function reportOf(id: string): readonly PendingMessage[] {
    return (reported.get(id) ?? []).filter(({ key }) => isOwner(id, key));
  }

  function isOwner(id: string, key: string): boolean {
    return (owners.get(key) ?? id) === id;
  }

  function hear(of: string, texts: readonly PendingMessage[]): void {
    // Another tab took this one for closed while it was away.
    if (of === tabId) return void tabs?.post({ type: 'outbox', texts: own });
    reported.set(
      of,
      texts.filter(({ key }) => isOwner(of, key)),
    );
    if (texts[0]) closed.watch([of], reloadMs);
  }

  /** Without a shared storage a text that was taken over while its tab was away has two owners: one of both keeps it. */
  function share(from: string, texts: readonly PendingMessage[]): void {
    const isPending = ({ progress }: PendingMessage) => progress.state !== 'confirmed';
    const isTaken = ({ key }: PendingMessage) =>
      owners.get(key) === tabId && !own.some((text) => text.key === key && isPending(text));
    const keys = texts.filter(isTaken).map(({ key }) => key);
    if (keys[0]) tabs?.post({ type: 'taken', keys });
    for (const { key } of texts) if (!keys.includes(key)) owners.set(key, from);
    const theirs = new Set(texts.filter(isPending).map(({ key }) => key));
    const twice = own.filter((text) => isPending(text) && theirs.has(text.key));
    if (twice[0] && from > tabId) tabs?.post({ type: 'outbox', texts: own });
    else release(twice);
  }

  function hearOutbox({ message: { of, texts }, from }: OutboxReport): void {
    if (!of && !isStorageShared) share(from, texts);
    hear(of ?? from, texts);
  }

  for (const report of options.heard ?? []) if (report.message.of !== tabId) hearOutbox(report);
  const stopHearing = tabs?.onMessage((message, from) => {
    if (message.type === 'outbox') hearOutbox({ message, from });
    if (message.type === 'taken') {
      // Be it that this tab has given them up meanwhile, and only shows them.
      own = own.filter(({ key }) => !message.keys.includes(key));
      options.onReleased(message.keys);
    }
    if (message.type !== 'ask') return;
    if (own[0]) tabs.post({ type: 'outbox', texts: own });
    // This tab may close as well, before it has taken them over.
    for (const of of closed.closing()) tabs.post({ type: 'outbox', of, texts: reportOf(of) });
  });

  function search(): void {
    closed.watch(left());
    closed.watch(
      [...reported].flatMap(([id, texts]) => (texts[0] ? [id] : [])),
      reloadMs,
    );
  }

  function hide(): void {
    // The page after a reload finds in its storage what only this one has heard of.
    if (!isStorageShared) for (const id of closed.closing()) takeOver(id);
    isAway = true;
    mayBeTaken = true;
    closed.stop();
    releaseOwn?.();
    releaseOwn = undefined;
  }

  return {
    write,
    search,
    whenSearched,
    wake() {
      // While it was away a tab heard nothing: what had no conversation yet may have been sent into one meanwhile.
      if (isAway) {
        for (const [id, texts] of reported) {
          reported.set(
            id,
            texts.filter(({ conversation }) => conversation !== undefined),
          );
        }
      }
      isAway = false;
      release(findLost());
      if (own[0]) {
        holdOwn();
        // Who took it over meanwhile says so.
        tabs?.post({ type: 'outbox', texts: own });
      }
      search();
    },
    hide,
    clear(ofAll) {
      write([]);
      isWritten = false;
      reported.clear();
      for (const id of ofAll ? left() : []) stored.write(id, []);
    },
    stop() {
      stopHearing?.();
      hide();
      settleSearch();
    },
  };
}
