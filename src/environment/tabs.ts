/** Carries data to the other tabs of this browser that opened the same channel. Never throws. */
export interface TabChannel {
  /** Reaches nobody where tabs cannot talk, and while the page is in the back-forward cache. */
  post(data: unknown): void;
  /** Data as it came: any script of the site can post here. One listener, the latest. */
  onData(listener: (data: unknown) => void): void;
  close(): void;
}

/** Locks that all tabs of this browser share. */
export interface TabLocks {
  /**
   * Calls `onHeld` once no other tab holds `name`. The returned function releases the lock, or stops waiting for it. A page
   * that goes away releases everything. `isForced` takes the lock from a tab that no longer answers, whose `onStolen` is called.
   */
  hold(name: string, onHeld: () => void, onStolen?: () => void, isForced?: boolean): () => void;
}
