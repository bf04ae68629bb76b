import { Worker } from 'node:worker_threads';
import { ApiError, serviceUnavailable } from '../../../core/api-error.ts';
import { StartupError } from '../../../core/startup-error.ts';
import type { Answer, Failure } from '../group-commit.ts';
import type { FromStorage, StorageData, ToStorage } from '../serve-storage.ts';

/** Operations by name in a thread of their own; see `Storage`, which gives them types. */
export interface SqliteEngine {
  run(name: string, args: unknown): Promise<unknown>;
  close(): Promise<void>;
}

export type EngineOptions = {
  /** Made when missing; owned by one engine at a time. */
  folder: string;
  /** The modules that export `operations` and `migrations`: a thread loads by address. */
  operations: URL;
  migrations: URL;
  /** Called with a message when the disk fails or the thread ends. */
  onWarning?: (message: string) => void;
  /** Called when the thread ends before `close`; no operation runs any more. */
  onFailure?: () => void;
  /** Where the store works; a thread of its own by default. */
  startThread?: (data: StorageData) => StorageThread;
};

export type StorageThread = {
  postMessage(message: ToStorage): void;
  // biome-ignore lint/suspicious/noExplicitAny: as Node's own threads have it
  on(event: 'message' | 'error' | 'exit', listener: (value: any) => void): unknown;
};

/** Opens, locks and migrates. Throws StartupError with a plain sentence when the folder is in use or too new. */
export function openSqliteEngine({
  folder,
  onWarning = () => {},
  onFailure,
  startThread = startWorker,
  ...modules
}: EngineOptions): Promise<SqliteEngine> {
  const { operations, migrations } = modules;
  const worker = startThread({ folder, operations: operations.href, migrations: migrations.href });
  const post = (message: ToStorage) => worker.postMessage(message);
  const callers = createCallers(onWarning);
  const closed = Promise.withResolvers<void>();
  let isReady = false;
  let isOver = false;

  async function run(name: string, args: unknown): Promise<unknown> {
    if (isOver) throw serviceUnavailable();
    return callers.wait((id) => post({ type: 'run', request: { id, name, args } }));
  }

  function close(): Promise<void> {
    if (!isOver) post({ type: 'close' });
    isOver = true;
    return closed.promise;
  }

  function giveUp(): void {
    if (isReady && !isOver) onFailure?.();
    isOver = true;
    callers.giveUp();
    closed.resolve();
  }

  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromStorage) => {
      switch (message.type) {
        case 'ready':
          isReady = true;
          return resolve({ run, close });
        case 'refused':
          return reject(new StartupError(message.message));
        case 'warning':
          return onWarning(message.message);
        case 'answers':
          return message.answers.forEach(callers.answer);
        case 'closed':
          return closed.resolve();
        default:
          message satisfies never;
      }
    });
    worker.on('error', (error) => {
      onWarning(`The storage thread failed: ${error instanceof Error ? error.stack : String(error)}`);
      reject(error);
      giveUp();
    });
    worker.on('exit', giveUp);
  });
}

function startWorker(workerData: StorageData): StorageThread {
  return new Worker(new URL('../../sqlite-worker.ts', import.meta.url), { workerData, name: 'storage' });
}

/** The callers that wait for an answer of the thread, by request id. */
function createCallers(onWarning: (message: string) => void) {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  return {
    wait(ask: (id: number) => void): Promise<unknown> {
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        // Throws for arguments that cannot be cloned, before the caller is registered.
        ask(id);
        waiting.set(id, { resolve, reject });
      });
    },
    answer(answer: Answer): void {
      const caller = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (answer.ok) caller?.resolve(answer.value);
      else caller?.reject(toCallerError(answer.failure, onWarning));
    },
    giveUp(): void {
      for (const { reject } of waiting.values()) reject(serviceUnavailable());
      waiting.clear();
    },
  };
}

function toCallerError(failure: Failure, onWarning: (message: string) => void): Error {
  switch (failure.kind) {
    case 'refused':
      return ApiError.fromData(failure.error);
    case 'unavailable':
      onWarning(failure.message);
      return serviceUnavailable();
    case 'bug':
      return new Error(`A storage operation failed: ${failure.message}`);
    default:
      return failure satisfies never;
  }
}
