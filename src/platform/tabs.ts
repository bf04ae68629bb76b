/** The tabs of one browser that share a chat: what they tell each other, and what only one of them does at a time. */
export interface Tabs {
  /** The chat they share. */
  readonly name: string;
  /** This tab's name among the others. */
  readonly id: string;
  /** Tells all others. Nobody hears it where tabs cannot talk, and while the page is put away. */
  post(note: unknown): void;
  onPost(listener: (note: unknown, from: string) => void): () => void;
  /**
   * Calls `onHeld` once nobody else holds `name`; the returned function lets go, or stops waiting. `onStolen`: another
   * tab took it by force, as `isForced` does, from one that no longer answers. Undefined where there are no locks.
   */
  hold?(name: string, onHeld: () => void, onStolen?: () => void, isForced?: boolean): () => void;
  /** Lets go of everything. */
  stop(): void;
}
