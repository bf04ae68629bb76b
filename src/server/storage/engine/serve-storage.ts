import { join } from 'node:path';
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { StartupError } from '../../core/startup-error.ts';
import { type Answer, commitGroup, type OperationSet, type Request } from './group-commit.ts';
import { type Migrations, migrate } from './migrate.ts';
import { type Database, lockFolder, openDatabase } from './sqlite/database.ts';
import { describeDiskError } from './sqlite/disk-error.ts';

/** The modules that export `operations` (and what runs `together`) and `migrations`, by their addresses. */
export type StorageData = {
  folder: string;
  operations: string;
  migrations: string;
  /** Loses the newest commits in a power cut, and waits for no disk. */
  isVolatile?: boolean;
};
export type FromStorage =
  | { type: 'ready' }
  | { type: 'refused'; message: string }
  | { type: 'warning'; message: string }
  | { type: 'answers'; answers: Answer[] }
  | { type: 'closed' };
export type ToStorage = { type: 'run'; request: Request } | { type: 'close' };

/** The most requests of one transaction: its first request waits for its last. */
const batchSize = 100;

/** Opens the store of a folder and answers the requests of the port until a close message. */
export async function serveStorage(port: MessagePort, { folder, ...modules }: StorageData): Promise<void> {
  const post = (message: FromStorage) => port.postMessage(message);
  try {
    const set = (await import(modules.operations)) as OperationSet;
    const { migrations } = (await import(modules.migrations)) as { migrations: Migrations };
    const releaseFolder = lockFolder(folder, (message) => post({ type: 'warning', message }));
    const database = openDatabase<unknown>(join(folder, 'porchlight.sqlite'));
    if (modules.isVolatile) database.execute('PRAGMA synchronous = OFF');
    database.rewriteOnce();
    await migrate(database.kysely, migrations);
    answerRequests(port, database, set, releaseFolder);
    post({ type: 'ready' });
  } catch (thrown) {
    const reason = describeDiskError(thrown);
    const message = reason && `The store in the data folder ${folder} cannot be used: ${reason}.`;
    if (message === undefined && !(thrown instanceof StartupError)) throw thrown;
    post({ type: 'refused', message: message ?? readMessage(thrown) });
    port.close();
  }
}

const readMessage = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown));

/**
 * While one batch is written to the disk, the next one collects in the port, so no request waits for others to join it.
 */
function answerRequests(
  port: MessagePort,
  database: Database<unknown>,
  set: OperationSet,
  releaseFolder: () => void,
): void {
  const waiting: ToStorage[] = [];
  let isBusy = false;
  let mustEmptyLog = false;

  async function work(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    while (readPending(port, waiting).length > 0) {
      const [first] = waiting;
      if (first?.type === 'close') return close();
      const requests = takeRequests(waiting);
      const answers = await commitGroup(database, set, requests);
      mustEmptyLog ||= requests.some(({ name, args }) => set.isErasing?.(name, args));
      // Another reader can block this; the next batch tries again.
      if (mustEmptyLog) mustEmptyLog = !database.emptyLog();
      port.postMessage({ type: 'answers', answers });
    }
    isBusy = false;
  }

  function close(): void {
    database.close();
    releaseFolder();
    port.postMessage({ type: 'closed' } satisfies FromStorage);
    port.close();
  }

  port.on('message', (message: ToStorage) => {
    waiting.push(message);
    void work();
  });
}

function readPending(port: MessagePort, waiting: ToStorage[]): ToStorage[] {
  for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
    waiting.push(next.message as ToStorage);
  }
  return waiting;
}

function takeRequests(waiting: ToStorage[]): Request[] {
  const close = waiting.findIndex(({ type }) => type === 'close');
  const count = Math.min(close === -1 ? waiting.length : close, batchSize);
  return waiting.splice(0, count).flatMap((message) => (message.type === 'run' ? [message.request] : []));
}
