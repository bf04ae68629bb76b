/** Runs the requests that wait for a free slot together, as one batch. */
export interface Batcher {
  /** `undefined` where this request has to run alone. Rejects only when its whole batch is rejected. */
  submit(args: unknown): Promise<unknown>;
}

type Waiting = { args: unknown; answer: PromiseWithResolvers<unknown> };

/**
 * No request waits for others to join it: while fewer than `atOnce` batches run, the first starts at once; otherwise
 * requests collect for the next batch.
 */
export function createBatcher(options: {
  atMost: number;
  atOnce: number;
  /** Calls `resolveAll` with the answers in the order of the requests. */
  run(all: unknown[], resolveAll: (answers: unknown[]) => void): Promise<void>;
}): Batcher {
  const waiting: Waiting[] = [];
  let running = 0;

  async function runBatches(): Promise<void> {
    running += 1;
    while (waiting.length > 0) {
      const group = waiting.splice(0, options.atMost);
      try {
        await options.run(
          group.map(({ args }) => args),
          (answers) => {
            for (const [index, { answer }] of group.entries()) answer.resolve(answers[index]);
          },
        );
      } catch (thrown) {
        for (const { answer } of group) answer.reject(thrown);
      }
    }
    running -= 1;
  }

  return {
    submit(args) {
      const answer = Promise.withResolvers<unknown>();
      waiting.push({ args, answer });
      if (running < options.atOnce) void runBatches();
      return answer.promise;
    },
  };
}
