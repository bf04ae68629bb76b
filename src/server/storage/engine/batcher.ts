/** What waits while others are under way goes together. */
export interface Batcher {
  /** `undefined` where this one has to go alone. Rejects only where all that went with it are refused. */
  submit(args: unknown): Promise<unknown>;
}

type Waiting = { args: unknown; answer: PromiseWithResolvers<unknown> };

/**
 * Nothing waits for company: with nobody under way the first goes at once, and while `atOnce` groups are, the next one
 * gathers.
 */
export function createBatcher(options: {
  atMost: number;
  atOnce: number;
  /** Calls `tell` with everybody's answers, each in its place. */
  run(all: unknown[], tell: (answers: unknown[]) => void): Promise<void>;
}): Batcher {
  const waiting: Waiting[] = [];
  let underWay = 0;

  async function go(): Promise<void> {
    underWay += 1;
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
    underWay -= 1;
  }

  return {
    submit(args) {
      const answer = Promise.withResolvers<unknown>();
      waiting.push({ args, answer });
      if (underWay < options.atOnce) void go();
      return answer.promise;
    },
  };
}
