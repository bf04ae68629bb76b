import { DatabaseSync } from 'node:sqlite';

/** Preloaded into the service: every commit takes five milliseconds longer, as on a disk that really writes. */
const addedMs = 5;
const never = new Int32Array(new SharedArrayBuffer(4));
const { exec } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function (sql) {
  if (sql === 'COMMIT') Atomics.wait(never, 0, 0, addedMs);
  return exec.call(this, sql);
};
