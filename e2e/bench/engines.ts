import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { startPostgres } from '../../scripts/env/postgres.mjs';

/** Where a service under measurement keeps everything, and the least a durable write costs there. */
export type Engine = {
  name: string;
  dataFolder: string;
  databaseUrl?: string;
  /** Further arguments of Node for the service. */
  nodeArgs: string[];
  /** Bare durable INSERTs a second. */
  insertsPerSecond(): Promise<number>;
  run(sql: string): Promise<void>;
  stop(): Promise<void>;
};

const measuredMs = 2_000;

export async function sqlite(): Promise<Engine> {
  const dataFolder = await newFolder();
  return {
    name: 'SQLite',
    dataFolder,
    nodeArgs: [],
    insertsPerSecond: () => sqliteInserts(0),
    run: async (sql) => onSqlite(join(dataFolder, 'porchlight.sqlite'), (database) => database.exec(sql)),
    stop: () => rm(dataFolder, { recursive: true, force: true }),
  };
}

export async function slowSqlite(): Promise<Engine> {
  const slowDisk = new URL('./slow-disk.mjs', import.meta.url).href;
  return {
    ...(await sqlite()),
    name: 'SQLite, 5 ms more a commit',
    nodeArgs: ['--import', slowDisk],
    insertsPerSecond: () => sqliteInserts(5),
  };
}

/** `undefined` where there is no PostgreSQL and none can be installed. */
export async function postgres(): Promise<Engine | undefined> {
  const server = await startPostgres({ durable: true });
  if (server === undefined) return undefined;
  const dataFolder = await newFolder();
  const pool = new pg.Pool({ connectionString: server.url, max: writers });
  return {
    name: `PostgreSQL ${server.version}`,
    dataFolder,
    databaseUrl: server.url,
    nodeArgs: [],
    insertsPerSecond: () => postgresInserts(pool),
    run: async (sql) => void (await pool.query(sql)),
    async stop() {
      await pool.end();
      await server.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

const newFolder = () => mkdtemp(join(tmpdir(), 'porchlight-bench-'));

function onSqlite<Value>(file: string, work: (database: DatabaseSync) => Value): Value {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

async function sqliteInserts(addedMs: number): Promise<number> {
  const folder = await newFolder();
  const never = new Int32Array(new SharedArrayBuffer(4));
  const rate = onSqlite(join(folder, 'floor.sqlite'), (database) => {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE floor (id TEXT, body TEXT)');
    const insert = database.prepare('INSERT INTO floor VALUES (?, ?)');
    const started = performance.now();
    let count = 0;
    while (performance.now() - started < measuredMs) {
      database.exec('BEGIN IMMEDIATE');
      insert.run(`${count++}`, 'a message of middling length');
      if (addedMs > 0) Atomics.wait(never, 0, 0, addedMs);
      database.exec('COMMIT');
    }
    return (count * 1000) / (performance.now() - started);
  });
  await rm(folder, { recursive: true, force: true });
  return rate;
}

const writers = 16;

async function postgresInserts(pool: pg.Pool): Promise<number> {
  await pool.query('CREATE TABLE IF NOT EXISTS floor (id TEXT, body TEXT)');
  const started = performance.now();
  let count = 0;
  const write = async () => {
    while (performance.now() - started < measuredMs) {
      await pool.query({
        name: 'floor',
        text: 'INSERT INTO floor VALUES ($1, $2)',
        values: [`${count++}`, 'a message'],
      });
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  return (count * 1000) / (performance.now() - started);
}
