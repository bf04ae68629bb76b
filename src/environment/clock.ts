/** Time as an argument. `now` is the wall clock (labels only), `monotonicNow` measures. Both in milliseconds. */
export interface Clock {
  now(): number;
  monotonicNow(): number;
  /** Runs `task` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, task: () => void): () => void;
}
