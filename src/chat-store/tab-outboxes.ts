import type { PendingMessage } from '../chat/reconciler/pending-message.ts';
import type { OutboxReport } from '../client/tabs/messages.ts';
import type { Tabs } from '../client/tabs/tabs.ts';
import type { Clock, TextStorage } from '../environment/environment.ts';
import { readTexts } from './read-texts.ts';
import { createStoredOutboxes } from './stored-outboxes.ts';
import { watchClosedTabs } from './watch-closed-tabs.ts';

/** What happens to a closed tab's text: `take` it, `leave` it for another tab, or `drop` it with its conversation. */
export type TakeoverDecision = 'take' | 'leave' | 'drop';

export type TabOutboxesOptions = {
  clock: Clock;
  storage: TextStorage;
  /** The storage key of the chat; outboxes have keys that start with it. */
  storageKey: string;
  tabs: Tabs | undefined;
  /** This page's id; each load has another one. */
  tabId: string;
  /** Other tabs read and write the same storage. Otherwise tabs know of each other's texts by messages only. */
  isStorageShared: boolean;
  /** Reports received before this was created, in order. */
  reports?: readonly OutboxReport[];
  /** `isReported`: the text is known from a message of its tab only, which may be outdated. */
  decide(text: PendingMessage, isReported: boolean): TakeoverDecision;
  /** These texts are this tab's from now on: must call `write` with them before returning. */
  onTaken(texts: readonly PendingMessage[]): void;
  /** Another tab has taken these texts over. */
  onReleased(keys: readonly string[]): void;
};

export type TabOutboxes = {
  /** Saves this tab's outbox and sends it to the others. False where it will not outlive the page. */
  write(texts: readonly PendingMessage[]): boolean;
  /** Searches for outboxes of closed tabs: at the start, and when this tab's conversation changes. */
  search(): void;
  /** Settles once every outbox found at the start is taken over or belongs to an open tab. */
  readonly whenSearched: Promise<void>;
  /** The page is back; other tabs may have taken its outbox over meanwhile. */
  wake(): void;
  /** Releases all locks, as the back-forward cache demands. */
  hide(): void;
  /** Removes the outbox of this tab, or of all tabs. */
  clear(ofAll: boolean): void;
  stop(): void;
};

/** Time for a page that reloads to find its own outbox before another tab takes it over. */
const RELOAD_MS = 3_000;
const MAX_SEARCH_MS = 1_500;

/**
 * Each tab has its own outbox and sends its own texts. The texts of a closed tab are taken over by one other tab, once: in a
 * shared storage its key is removed under its lock; elsewhere the lock stays held. A tab that was only in the back-forward
 * cache finds its key without those texts, and releases them.
 */
export function createTabOutboxes(options: TabOutboxesOptions): TabOutboxes {
  const { clock, tabs, tabId, isStorageShared } = options;
  const stored = createStoredOutboxes(options.storage, options.storageKey);
  /** The latest report of each other tab. */
  const reported = new Map<string, readonly PendingMessage[]>();
  /** By key, the tab that reported last that it sends this text. */
  const owners = new Map<string, string>();
  let own: readonly PendingMessage[] = [];
  let isWritten = false;
  /** From the moment the page went away until its own lock is granted again. */
  let mayBeTaken = false;
  let isAway = false;
  let releaseOwn: (() => void) | undefined;
  const closed = watchClosedTabs({ clock, tabs, onClosed: takeOver });
  const left = () => stored.ids().filter((id) => id !== tabId);
  const firstSearch = new Set(left());
  let settleSearch = () => {};
  const whenSearched = new Promise<void>((resolve) => {
    const cancel = firstSearch.size ? clock.after(MAX_SEARCH_MS, resolve) : resolve;
    settleSearch = () => {
      cancel();
      resolve();
    };
  });
  if (!firstSearch.size) settleSearch();

  function write(texts: readonly PendingMessage[]): boolean {
    if (!texts[0] && !own[0]) return true;
    // While the own lock was not held, another tab may have taken texts over: they must not be saved here again.
    const lost = mayBeTaken ? findLost() : [];
    own = texts.filter(({ key }) => !lost.some((text) => text.key === key));
    if (lost[0]) queueMicrotask(() => options.onReleased(lost.map(({ key }) => key)));
    isWritten = true;
    if (own[0]) acquireOwnLock();
    const isSaved = stored.write(tabId, own);
    for (const { key } of own) owners.set(key, tabId);
    tabs?.post({ type: 'outbox', texts: own });
    return isSaved;
  }

  function acquireOwnLock(): void {
    if (isAway) return;
    releaseOwn ??= tabs?.locks?.acquire(`tab:${tabId}`, () => {
      mayBeTaken = false;
      release(findLost());
    });
  }

  /** In a shared storage the own key holds the texts that are still this tab's: the others were taken over. */
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
    // What that tab saved itself is newer than reports about it.
    const saved = stored.read(id);
    const report = isStorageShared || saved !== undefined ? undefined : reported.get(id);
    const texts = (report ?? readTexts(saved)).filter(({ key }) => isStorageShared || isOwner(id, key));
    const decided = texts.map((text) => ({ text, verdict: options.decide(text, report !== undefined) }));
    const textsToBe = (wanted: TakeoverDecision) =>
      decided.flatMap(({ text, verdict }) => (verdict === wanted ? [text] : []));
    const taken = textsToBe('take');
    if (taken[0]) options.onTaken(taken);
    if (reported.has(id)) reported.set(id, textsToBe('leave'));
    stored.write(id, report ? [] : textsToBe('leave'));
    firstSearch.delete(id);
    if (!firstSearch.size) settleSearch();
    // Without a shared storage, the held lock marks texts as taken over.
    return !isStorageShared && taken.length > 0;
  }

  function reportOf(id: string): readonly PendingMessage[] {
    return (reported.get(id) ?? []).filter(({ key }) => isOwner(id, key));
  }

  function isOwner(id: string, key: string): boolean {
    return (owners.get(key) ?? id) === id;
  }

  function storeReport(of: string, texts: readonly PendingMessage[]): void {
    // Another tab took this one for closed while it was away: this report corrects it.
    if (of === tabId) return void tabs?.post({ type: 'outbox', texts: own });
    reported.set(
      of,
      texts.filter(({ key }) => isOwner(of, key)),
    );
    if (texts[0]) closed.watch([of], RELOAD_MS);
  }

  /** Without a shared storage a text taken over while its tab was away has two owners: one of them releases it. */
  function settleOwners(from: string, texts: readonly PendingMessage[]): void {
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

  function onOutboxReport({ message: { of, texts }, from }: OutboxReport): void {
    if (!of && !isStorageShared) settleOwners(from, texts);
    storeReport(of ?? from, texts);
  }

  for (const report of options.reports ?? []) if (report.message.of !== tabId) onOutboxReport(report);
  const stopListening = tabs?.onMessage((message, from) => {
    if (message.type === 'outbox') onOutboxReport({ message, from });
    if (message.type === 'taken') {
      // This tab may have released them already and only show them.
      own = own.filter(({ key }) => !message.keys.includes(key));
      options.onReleased(message.keys);
    }
    if (message.type !== 'ask') return;
    if (own[0]) tabs.post({ type: 'outbox', texts: own });
    // This tab may close too before it has taken those texts over.
    for (const of of closed.closing()) tabs.post({ type: 'outbox', of, texts: reportOf(of) });
  });

  function search(): void {
    closed.watch(left());
    closed.watch(
      [...reported].flatMap(([id, texts]) => (texts[0] ? [id] : [])),
      RELOAD_MS,
    );
  }

  function hide(): void {
    // Saves reported texts of closing tabs, so that the page after a reload finds them.
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
      // An absent tab received no messages: a text without a conversation may have been sent into one meanwhile.
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
        acquireOwnLock();
        // A tab that took a text over meanwhile answers with `taken`.
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
      stopListening?.();
      hide();
      settleSearch();
    },
  };
}
