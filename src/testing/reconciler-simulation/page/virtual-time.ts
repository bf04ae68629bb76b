/** A clock that only moves when told, and what is due on the way. */
export interface VirtualTime {
  readonly now: () => number;
  /** Runs `task` later; the returned function cancels it. */
  after(delayMs: number, task: () => void): () => void;
  run(durationMs: number): void;
}

type Due = { at: number; task: () => void };

export function createVirtualTime(): VirtualTime {
  let now = 0;
  /** Latest first, so that the next one is popped; of equals the one asked for first comes first. */
  const queue: Due[] = [];

  return {
    now: () => now,
    after(delayMs, task) {
      const due = { at: now + delayMs, task };
      let index = queue.length;
      while (index > 0 && (queue[index - 1]?.at ?? 0) <= due.at) index--;
      queue.splice(index, 0, due);
      return () => {
        const found = queue.indexOf(due);
        if (found >= 0) queue.splice(found, 1);
      };
    },
    run(durationMs) {
      const end = now + durationMs;
      for (let due = queue.at(-1); due && due.at <= end; due = queue.at(-1)) {
        queue.pop();
        now = due.at;
        due.task();
      }
      now = end;
    },
  };
}
