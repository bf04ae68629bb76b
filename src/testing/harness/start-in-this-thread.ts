import { MessageChannel } from 'node:worker_threads';
import { type StorageData, serveStorage } from '../../server/storage/engine/serve-storage.ts';
import type { StorageThread } from '../../server/storage/engine/sqlite/engine.ts';

/**
 * The embedded store beside the test, in one thread: a thread of its own loads every module again, which costs more than
 * most tests do. What passes between the two is copied all the same. No test cuts the power, so no commit waits for the disk.
 */
export function startInThisThread(data: StorageData): StorageThread {
  const { port1, port2 } = new MessageChannel();
  void serveStorage(port2, { ...data, isVolatile: true });
  return {
    postMessage: (message) => port1.postMessage(message),
    on: (event, listener) => port1.on(event === 'exit' ? 'close' : event, listener),
  };
}
