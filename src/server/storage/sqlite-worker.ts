import { parentPort, workerData } from 'node:worker_threads';
import { type StorageData, serveStorage } from './engine/serve-storage.ts';

if (parentPort !== null) await serveStorage(parentPort, workerData as StorageData);
