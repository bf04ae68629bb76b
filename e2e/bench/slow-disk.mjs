import { StatementSync } from 'node:sqlite';

/** Preloaded into the service: every commit takes five milliseconds longer, as on a disk that really writes. */
const addedMs = 5;
const never = new Int32Array(new SharedArrayBuffer(4));
const { run } = StatementSync.prototype;
StatementSync.prototype.run = function (...parameters) {
  if (this.sourceSQL === 'COMMIT') Atomics.wait(never, 0, 0, addedMs);
  return run.apply(this, parameters);
};
