import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { StartupError } from '../../../core/startup-error.ts';

/** The only file of ours that names `pg`. */
export type PostgresDatabase = {
  /** A connection for one transaction. */
  acquire(): Promise<PooledConnection>;
  /** Keeps other services away from this database until closed. Throws StartupError while one is there. */
  claimOwnership(onLost: (why: string) => void): Promise<void>;
  close(): Promise<void>;
};

export type PooledConnection = {
  kysely: Kysely<unknown>;
  /** BEGIN, without waiting for it: what comes next is in the transaction or fails. */
  begin(): void;
  /** A whole statement, such as COMMIT; answers what was done, which may be another thing. */
  execute(statement: string): Promise<string>;
  release(state: 'whole' | 'broken'): void;
};

export type PoolOptions = {
  /** `postgres://user:password@host:port/database`. */
  url: string;
  /** How many transactions at once; 10 by default. */
  connections?: number | undefined;
  /** Called with a message when an idle connection breaks. */
  onWarning: (message: string) => void;
};

/** Connections are made when first needed, and again after they broke. */
export function openPostgres({ url, connections = 10, onWarning }: PoolOptions): PostgresDatabase {
  const settings = readUrl(url);
  const pool = new pg.Pool({ ...settings, ...limits, pipeline: true, max: connections });
  pool.on('error', (error) => onWarning(`A connection to PostgreSQL broke: ${error.message}`));
  // The pool does not listen to a client in use, and an unhandled error event would end the process. The running query
  // rejects with the same error.
  pool.on('connect', (client) => client.on('error', () => {}));
  const statementNames = new Map<string, string>();
  const handles = new WeakMap<pg.PoolClient, Handle>();
  let owner: pg.Client | undefined;
  let isClosing = false;

  async function own(onLost: (why: string) => void): Promise<void> {
    const client = new pg.Client({ ...settings, connectionTimeoutMillis: limits.connectionTimeoutMillis });
    // Without a listener an error event would end the process; `end` handles the loss itself.
    client.on('error', (error) => onWarning(`A connection to PostgreSQL broke: ${error.message}`));
    await client.connect();
    if (!(await tryLock(client))) {
      await client.end();
      throw new StartupError(
        'Another Porchlight service uses this database. Stop that first, or set DATABASE_URL to another database.',
      );
    }
    if (isClosing) return client.end();
    owner = client;
    client.once('end', () => {
      if (!isClosing) onLost('PostgreSQL was lost');
    });
  }

  async function borrow(): Promise<PooledConnection> {
    const client = await pool.connect();
    const handle = handles.get(client) ?? createHandle(client, statementNames);
    handles.set(client, handle);
    return {
      ...handle,
      execute: async (statement) => (await client.query(statement)).command,
      release: (state) => client.release(state === 'broken'),
    };
  }

  return {
    acquire: borrow,
    claimOwnership: own,
    async close() {
      isClosing = true;
      await pool.end();
      await owner?.end();
    },
  };
}

type Handle = Pick<PooledConnection, 'kysely' | 'begin'>;

/**
 * Kysely on one connection that it never gives back: Kysely's own transactions would keep a connection whose COMMIT
 * failed. Statements are prepared once per connection, which saves parsing and planning, and are sent at once, so two
 * statements in a row cost one round trip.
 */
function createHandle(client: pg.PoolClient, statementNames: Map<string, string>): Handle {
  let began: Promise<unknown> = Promise.resolve();
  const query = async (text: string, values: unknown[]) => {
    // A read right behind a failed BEGIN does no harm, because its answer is dropped. A write would.
    if (!text.startsWith('select ')) await began;
    const [beginning, answer] = await Promise.allSettled([
      began,
      client.query({ text, values, ...findStatementName(statementNames, text) }),
    ]);
    if (beginning.status === 'rejected') throw beginning.reason;
    if (answer.status === 'rejected') throw answer.reason;
    return answer.value;
  };
  // Its other form, for cursors, is not asked for here.
  const only = { query: query as never, release() {} };
  const pool = { connect: async () => only, async end() {}, options: {} };
  return {
    kysely: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }),
    begin() {
      began = client.query('BEGIN');
      // The next query rejects with this error.
      began.catch(() => {});
    },
  };
}

/** Lists of different lengths make texts of their own, so there is an end to it. */
const preparedAtMost = 800;

function findStatementName(names: Map<string, string>, text: string): { name?: string } {
  const known = names.get(text);
  if (known !== undefined) return { name: known };
  if (names.size >= preparedAtMost) return {};
  const name = `p${names.size + 1}`;
  names.set(text, name);
  return { name };
}

/** One service per database: sockets and limits live in the process that serves them. */
async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    `SELECT pg_try_advisory_lock(${lockSpace}, ${locks.service}) AS taken`,
  );
  return rows[0]?.taken === true;
}

/** Any number of our own; with it, ours meet only ours among the database's advisory locks. */
const lockSpace = 0x706c;
const locks = { service: 1, migration: 2 } as const;

/** Runs `work` while no other process does the same, and with all the time it takes. */
export async function withMigrationLock(url: string, work: (one: Kysely<unknown>) => Promise<void>): Promise<void> {
  const pool = new pg.Pool({ ...readUrl(url), connectionTimeoutMillis: limits.connectionTimeoutMillis, max: 1 });
  pool.on('connect', (client) => client.on('error', () => {}));
  pool.on('error', () => {});
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await kysely.connection().execute(async (one) => {
      // Goes with the connection.
      await sql`SELECT pg_advisory_lock(${sql.lit(lockSpace)}, ${sql.lit(locks.migration)})`.execute(one);
      await work(one);
    });
  } finally {
    await kysely.destroy();
  }
}

/** A caller waits for an answer at most about this long, whatever the database does. */
const limits = {
  connectionTimeoutMillis: 3_000,
  lock_timeout: 4_000,
  statement_timeout: 5_000,
  idle_in_transaction_session_timeout: 15_000,
  query_timeout: 6_000,
  keepAlive: true,
};

const int8 = 20;

/** BIGINT is a number here, as in SQLite; whatever else comes as `pg` reads it. */
function findParser(oid: number, format?: 'text' | 'binary') {
  if (oid === int8) return readInteger;
  return pg.types.getTypeParser(oid, format as 'text');
}

function readInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`The database answered ${text}, too large for a number`);
  return value;
}

function readUrl(url: string): pg.ClientConfig {
  return { connectionString: url, application_name: 'porchlight', types: { getTypeParser: findParser } };
}

export type ErrorKind =
  /** Nothing happened, and trying again may do: a deadlock, a conflict with another transaction. */
  | 'again'
  /** The connection is gone. */
  | 'lost'
  /** Too slow, too full, or not taking anything right now. */
  | 'busy'
  /** A text that PostgreSQL does not store. */
  | 'text'
  | 'bug';

/** What an error of the database means, by its SQLSTATE or, before there is one, by the system's code. */
export function classifyError(thrown: unknown): ErrorKind {
  if (!(thrown instanceof Error)) return 'bug';
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  // The server ended the connection with this error, or never accepted it.
  if ('severity' in thrown && (thrown.severity === 'FATAL' || thrown.severity === 'PANIC')) return 'lost';
  if (code === '40001' || code === '40P01') return 'again';
  if (code === '22021' || code === '22P05') return 'text';
  if (/^(08...|57P0.|25P03|E[A-Z_]+)$/.test(code)) return 'lost';
  if (/^(53...|57014|55P03|25006|58...)$/.test(code)) return 'busy';
  return code === '' && lostConnectionPattern.test(thrown.message) ? 'lost' : 'bug';
}

/** Whether the database did not answer in time, at whichever of our limits. */
export function isTimeout(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  return (
    ('code' in thrown && (thrown.code === '57014' || thrown.code === 'ETIMEDOUT')) || /timeout/i.test(thrown.message)
  );
}

/** Messages of `pg` errors that have no code. */
const lostConnectionPattern =
  /connection (terminated|ended)|connection error|not queryable|timeout|has been discarded|client was closed/i;
