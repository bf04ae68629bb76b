/** Lets what concerns one conversation go one after another, in the order it was asked for. */
export interface KeyedQueue {
  run<Value>(lane: string | undefined, work: () => Promise<Value>): Promise<Value>;
}

export function createKeyedQueue(): KeyedQueue {
  const tails = new Map<string, Promise<unknown>>();
  return {
    async run(lane, work) {
      if (lane === undefined) return work();
      const own = Promise.resolve(tails.get(lane)).then(work, work);
      tails.set(lane, own);
      try {
        return await own;
      } finally {
        if (tails.get(lane) === own) tails.delete(lane);
      }
    },
  };
}

/** A place in the order of commits, taken when a commit is sent. */
export type CommitSlot = {
  /** Resolves when every commit sent before has been told. */
  ready(): Promise<void>;
  /** This one is told, or never will be. */
  release(): void;
};

/**
 * Results are told in the order their commits were sent. Whoever waited for a row lock sends its commit after the one
 * it waited for, so this is the order of commits wherever the order can be seen.
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
