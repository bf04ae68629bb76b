/** Time as an argument, so that tests control it. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Calls `run` every `periodMs` until the returned function is called. Does not keep the process alive. */
  every(periodMs: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  every(periodMs, run) {
    const timer = setInterval(run, periodMs).unref();
    return () => clearInterval(timer);
  },
};

/** Unix milliseconds as the API writes times: UTC with milliseconds and `Z`. */
export const iso = (ms: number): string => new Date(ms).toISOString();

export const isoOrUndefined = (ms: number | null): string | undefined => (ms === null ? undefined : iso(ms));
