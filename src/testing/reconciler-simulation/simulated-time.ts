/** A clock that moves from one due task to the next, and lets promises settle between. */
export interface SimulatedTime {
  readonly now: () => number;
  /** Runs `task` later; the returned function cancels it. */
  after(delayMs: number, task: () => void): () => void;
  run(durationMs: number): Promise<void>;
}

type Due = { at: number; order: number; task: () => void };

export function createSimulatedTime(): SimulatedTime {
  let now = 0;
  let count = 0;
  /** Latest first, so that the next one is popped; of equals the one asked for first comes first. */
  const queue: Due[] = [];

  return {
    now: () => now,
    after(delayMs, task) {
      const due = { at: now + Math.max(0, delayMs), order: count++, task };
      let low = 0;
      let high = queue.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((queue[middle]?.at ?? 0) > due.at) low = middle + 1;
        else high = middle;
      }
      queue.splice(low, 0, due);
      return () => {
        const found = queue.indexOf(due);
        if (found >= 0) queue.splice(found, 1);
      };
    },
    async run(durationMs) {
      const end = now + durationMs;
      await settle();
      for (let due = queue.at(-1); due && due.at <= end; due = queue.at(-1)) {
        queue.pop();
        now = due.at;
        due.task();
        await settle();
      }
      now = end;
    },
  };
}

/** Promises chain a few deep; one turn of the loop settles all of them. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
