import type { Kysely } from 'kysely';
import { ApiError, serviceUnavailable } from '../../../core/api-error.ts';
import { StartupError } from '../../../core/startup-error.ts';
import { type Batcher, createBatcher } from '../batcher.ts';
import { type AnyBatchOperation, type AnyOperation, maxBatchSize, type OperationSet } from '../group-commit.ts';
import { type Migrations, migrate } from '../migrate.ts';
import { createCommitOrder, createKeyedQueue } from '../serial-queue.ts';
import {
  classifyError,
  isTimeout,
  openPostgres,
  type PooledConnection,
  type PostgresDatabase,
  withMigrationLock,
} from './database.ts';

/** Operations by name on a pool of connections; see `Storage`, which gives them types. */
export interface PostgresEngine {
  run(name: string, args: unknown): Promise<unknown>;
  close(): Promise<void>;
}

export type PostgresOptions = OperationSet & {
  url: string;
  migrations: Migrations;
  connections?: number | undefined;
  /**
   * `service` (the default) is alone with its database; `tool` works beside a service.
   */
  role?: 'service' | 'tool';
  onWarning?: ((message: string) => void) | undefined;
  /** Another service took over the database; this one should end. */
  onFailure?: (() => void) | undefined;
};

const attempts = 5;
const regainMs = 500;
/** One prepares while the other commits. */
const groupsAtOnce = 2;

/** Connects and migrates. Throws StartupError with a plain sentence where that cannot be. */
export async function openPostgresEngine(options: PostgresOptions): Promise<PostgresEngine> {
  const { url, connections, onWarning = () => {} } = options;
  const operations = new Map(Object.entries(options.operations));
  const database = openPostgres({ url, connections, onWarning });
  const batchers = new Map(
    Object.entries(options.together ?? {}).map(([name, together]) => [name, createOperationBatcher(together)]),
  );
  const queue = createKeyedQueue();
  const order = createCommitOrder();
  const ownership = createOwnership(database, options);
  try {
    if (options.role !== 'tool') await ownership.take();
    await withMigrationLock(url, (one) => migrate(one, options.migrations));
  } catch (thrown) {
    ownership.stop();
    await database.close();
    throw toStartupError(thrown);
  }
  let isOver = false;
  let closing: Promise<void> | undefined;

  async function runOnce<Value>(work: (tx: Kysely<unknown>) => Promise<Value>, deliver?: (value: Value) => void) {
    const connection = await database.acquire();
    let state: 'whole' | 'broken' = 'broken';
    try {
      connection.begin();
      const value = await work(connection.kysely);
      const slot = order.take();
      try {
        await commit(connection, onWarning);
        state = 'whole';
        await slot.ready();
        deliver?.(value);
        return value;
      } finally {
        // A caller resolved here has continued before `setImmediate`; a caller of `run` continues before the next slot.
        if (deliver) setImmediate(slot.release);
        else slot.release();
      }
    } catch (thrown) {
      if (state === 'broken') state = await rollBack(connection);
      throw thrown;
    } finally {
      connection.release(state);
    }
  }

  async function runWithRetries(operation: AnyOperation, args: unknown): Promise<unknown> {
    for (let left = attempts - 1; ; left -= 1) {
      try {
        return await runOnce((tx) => operation(tx, args));
      } catch (thrown) {
        // A database that hangs would be waited for once more with each try.
        const mayHelp = ['again', 'lost'].includes(classifyError(thrown)) && !isTimeout(thrown);
        if (left === 0 || !mayHelp || isOver) throw toCallerError(thrown, onWarning);
      }
    }
  }

  function createOperationBatcher(operation: AnyBatchOperation): Batcher {
    return createBatcher({
      atMost: maxBatchSize,
      atOnce: groupsAtOnce,
      async run(all, deliver) {
        try {
          await runOnce((tx) => operation(tx, all), deliver);
        } catch (thrown) {
          // The outcome of an unanswered commit is unknown. After any other error nothing was written, so each request
          // runs alone.
          if (thrown instanceof ApiError) throw thrown;
          if (isTimeout(thrown)) throw toCallerError(thrown, onWarning);
          deliver([]);
        }
      },
    });
  }

  return {
    async run(name, args) {
      const operation = operations.get(name);
      if (isOver) throw serviceUnavailable();
      if (operation === undefined) throw new Error(`There is no operation ${name}`);
      return queue.run(
        findConversationId(args),
        async () => (await batchers.get(name)?.submit(args)) ?? runWithRetries(operation, args),
      );
    },
    close() {
      isOver = true;
      ownership.stop();
      closing ??= database.close();
      return closing;
    },
  };
}

async function commit(connection: PooledConnection, onWarning: (message: string) => void): Promise<void> {
  const done = await connection.execute('COMMIT').catch((thrown) => {
    // Whether it happened is not known: it must not be tried again here.
    onWarning(`A commit was not answered: ${readMessage(thrown)}`);
    throw serviceUnavailable();
  });
  if (done !== 'COMMIT') throw new Error('An operation went on after its transaction had failed');
}

/** A connection that is gone cannot roll back; PostgreSQL has done so. */
async function rollBack(connection: PooledConnection): Promise<'whole' | 'broken'> {
  try {
    await connection.execute('ROLLBACK');
    return 'whole';
  } catch {
    return 'broken';
  }
}

/** Takes the database for this service, and again when the connection that holds it broke. */
function createOwnership(database: PostgresDatabase, { onWarning = () => {}, onFailure }: PostgresOptions) {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const take = () => database.claimOwnership(onLost);
  const regain = async () => {
    try {
      await take();
    } catch (thrown) {
      if (isOver) return;
      if (thrown instanceof StartupError) {
        onWarning(thrown.message);
        onFailure?.();
      } else onLost(readMessage(thrown));
    }
  };
  function onLost(why: string): void {
    if (isOver) return;
    onWarning(why);
    timer = setTimeout(() => void regain(), regainMs);
    timer.unref();
  }
  return {
    take,
    stop() {
      isOver = true;
      clearTimeout(timer);
    },
  };
}

/** What an operation's arguments say of the conversation it concerns. */
function findConversationId(args: unknown): string | undefined {
  if (typeof args !== 'object' || args === null) return undefined;
  const { conversationId, guest, agent } = args as Record<string, unknown>;
  return typeof conversationId === 'string' ? conversationId : (findConversationId(guest) ?? findConversationId(agent));
}

function toCallerError(thrown: unknown, onWarning: (message: string) => void): Error {
  if (thrown instanceof ApiError) return thrown;
  const kind = classifyError(thrown);
  switch (kind) {
    case 'text':
      return new ApiError('bad.request', 'A text contains what cannot be stored.');
    case 'again':
    case 'lost':
    case 'busy':
      onWarning(`PostgreSQL did not do it: ${readMessage(thrown)}`);
      return serviceUnavailable();
    case 'bug':
      return new Error(`A storage operation failed: ${readMessage(thrown)}`, { cause: thrown });
    default:
      return kind satisfies never;
  }
}

function toStartupError(thrown: unknown): unknown {
  if (thrown instanceof StartupError || !(thrown instanceof Error)) return thrown;
  return new StartupError(`The database of DATABASE_URL cannot be used: ${thrown.message || 'no connection'}.`, {
    cause: thrown,
  });
}

const readMessage = (thrown: unknown) => (thrown instanceof Error ? thrown.message || thrown.name : String(thrown));
