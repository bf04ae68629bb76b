/** Runs tasks with the same key one after another, in the order of the calls. */
export interface KeyedQueue {
  run<Value>(key: string | undefined, work: () => Promise<Value>): Promise<Value>;
}

export function createKeyedQueue(): KeyedQueue {
  const tails = new Map<string, Promise<unknown>>();
  return {
    async run(key, work) {
      if (key === undefined) return work();
      const own = Promise.resolve(tails.get(key)).then(work, work);
      tails.set(key, own);
      try {
        return await own;
      } finally {
        if (tails.get(key) === own) tails.delete(key);
      }
    },
  };
}

/** A position in the order of commits, taken when a commit is sent. */
export type CommitSlot = {
  /** Resolves when the result of every earlier commit is delivered. */
  ready(): Promise<void>;
  /** The result of this commit is delivered, or never will be. */
  release(): void;
};

/**
 * Results are delivered in the order in which their commits were sent. A transaction that waited for a row lock commits
 * after the one that held it, so this is the order of commits wherever the order is visible.
 */
export function createCommitOrder(): { take(): CommitSlot } {
  let tail: Promise<unknown> = Promise.resolve();
  return {
    take() {
      const before = tail;
      const { promise, resolve } = Promise.withResolvers<void>();
      tail = before.then(() => promise);
      return { ready: () => before.then(() => {}), release: resolve };
    },
  };
}
