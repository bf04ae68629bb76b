/** The browser as models receive it. Only `compose.ts` passes the real one. */
export type Environment = { clock: Clock; page: Page; random: Random; storage: TextStorage };

/** Time as an argument. `now` is the wall clock (labels only), `monotonicNow` measures. Both in milliseconds. */
export interface Clock {
  now(): number;
  monotonicNow(): number;
  /** Runs `task` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, task: () => void): () => void;
}

/** The page's lifecycle as subscriptions; each returns its unsubscribe function. */
export interface Page {
  isVisible(): boolean;
  onVisibility(listener: (isVisible: boolean) => void): () => void;
  /** `online`, `pageshow` from the back-forward cache, `resume`: the connection may be back. */
  onWake(listener: () => void): () => void;
  /** The browser knows that nothing can be reached. Its opposite proves nothing: see `onWake`. */
  onOffline(listener: () => void): () => void;
  /** `pagehide`: sockets are closed here and opened again on wake. `isPersisted`: the page may come back. */
  onHide(listener: (isPersisted: boolean) => void): () => void;
}

/** Randomness as an argument. */
export interface Random {
  /** At least 0, less than 1. */
  fraction(): number;
  /** A UUID, version 4. */
  id(): string;
}

/** A small text store that never throws: where the browser refuses, texts last as long as the page. */
export interface TextStorage {
  read(key: string): string | undefined;
  /** False where the text will not outlive the page. */
  write(key: string, text: string): boolean;
  /** All keys, those of other code too. */
  keys(): string[];
  /** Removes the text from every storage in which an earlier page may have saved it. */
  remove(key: string): void;
}

/** Carries data to the other tabs of this browser that opened the same channel. Never throws. */
export interface TabChannel {
  /** Does nothing where the browser has no channels, and while the page is in the back-forward cache. */
  post(data: unknown): void;
  /** Data as received: any script of the site can post here. One listener, the latest. */
  onData(listener: (data: unknown) => void): void;
  close(): void;
}

/** Locks that all tabs of this browser share. */
export interface TabLocks {
  /**
   * Calls `onHeld` once no other tab holds `name`. The returned function releases the lock, or stops waiting for it. A page
   * that goes away releases everything. `isForced` takes the lock from a tab that no longer answers, whose `onStolen` is called.
   */
  acquire(name: string, onHeld: () => void, onStolen?: () => void, isForced?: boolean): () => void;
}
