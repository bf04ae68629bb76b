/** Time as an argument. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Calls `run` again and again until the returned function is called. Does not keep the process alive. */
  every(periodMs: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  every(periodMs, run) {
    const timer = setInterval(run, periodMs).unref();
    return () => clearInterval(timer);
  },
};
