/**
 * Makes a backup, as `npm run admin -- backup` does, of a store at each migration, for the tests that restore them:
 * those that are missing, and those whose migrations are no longer the ones before theirs. A new migration needs one:
 *
 *   node scripts/check/store-fixtures.mjs
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { startTestPostgres } from '../env/postgres.mjs';
import { root } from '../paths.mjs';
import { rows } from './store-rows.mjs';

const storage = `${root}/src/server/storage`;
const { migrations } = await import(`${storage}/migrations/migrations.ts`);
const { migrate } = await import(`${storage}/engine/migrate.ts`);
const { openDatabase } = await import(`${storage}/engine/sqlite/database.ts`);
const { withMigrationLock } = await import(`${storage}/engine/postgres/database.ts`);
const { backUpSqlite } = await import(`${storage}/backup/sqlite.ts`);
const { backUpPostgres } = await import(`${storage}/backup/postgres.ts`);

const folder = `${storage}/fixtures`;
const names = migrations.map(({ name }) => name);
const fileOf = (engine, name) => `${folder}/${engine}/${name}.gz`;

if (process.argv[1] === fileURLToPath(import.meta.url)) await makeMissing();

async function makeMissing() {
  for (const engine of ['sqlite', 'postgres']) removeStrangers(engine);
  const wanted = names.flatMap((name, index) => (isGood(name, index) ? [] : [index + 1]));
  if (wanted.length === 0) return console.log('There is a backup of every migration.');
  const { isRunning, stop } = await startTestPostgres();
  try {
    if (!isRunning) throw new Error('Backups of PostgreSQL need one to be installed');
    for (const count of wanted) {
      await makeSqlite(count);
      await makePostgres(count);
      console.log(`${names[count - 1]}: made`);
    }
  } finally {
    await stop();
  }
}

/** Of migrations that were renamed, or never merged. */
function removeStrangers(engine) {
  mkdirSync(`${folder}/${engine}`, { recursive: true });
  for (const file of readdirSync(`${folder}/${engine}`)) {
    if (!names.includes(file.replace(/\.gz$/, ''))) rmSync(`${folder}/${engine}/${file}`);
  }
}

/** The names of what was applied lie in the file as text. */
function isGood(name, index) {
  if (!['sqlite', 'postgres'].every((engine) => existsSync(fileOf(engine, name)))) return false;
  const text = gunzipSync(readFileSync(fileOf('sqlite', name))).toString('latin1');
  return names.every((one, at) => text.includes(one) === at <= index);
}

async function makeSqlite(count) {
  await inTemporaryFolder(async (place) => {
    const database = openDatabase(`${place}/porchlight.sqlite`);
    await fill(database.kysely, count);
    database.close();
    await backUpSqlite(place, `${place}/backup`);
    keep('sqlite', count, `${place}/backup`);
  });
}

async function makePostgres(count) {
  const base = process.env.PORCHLIGHT_TEST_POSTGRES;
  const name = `porchlight_fixture_${process.pid}`;
  const url = new URL(base);
  url.pathname = `/${name}`;
  await withMigrationLock(base, (one) => sql`CREATE DATABASE ${sql.id(name)}`.execute(one));
  try {
    await withMigrationLock(url.href, (one) => fill(one, count));
    await inTemporaryFolder(async (place) => {
      await backUpPostgres(url.href, `${place}/backup`);
      keep('postgres', count, `${place}/backup`);
    });
  } finally {
    await withMigrationLock(base, (one) => sql`DROP DATABASE ${sql.id(name)} WITH (FORCE)`.execute(one));
  }
}

/** A row of each table that there is by then, with the columns that it has by then. */
async function fill(db, count) {
  await migrate(db, migrations.slice(0, count));
  const tables = await db.introspection.getTables();
  for (const [table, row] of Object.entries(rows)) {
    const columns = tables.find(({ name }) => name === table)?.columns.map(({ name }) => name) ?? [];
    const values = Object.fromEntries(Object.entries(row).filter(([column]) => columns.includes(column)));
    if (columns.length > 0) await db.insertInto(table).values(values).execute();
  }
}

function keep(engine, count, file) {
  writeFileSync(fileOf(engine, names[count - 1]), gzipSync(readFileSync(file), { level: 9 }));
}

async function inTemporaryFolder(work) {
  const place = mkdtempSync(`${tmpdir()}/porchlight-fixture-`);
  try {
    await work(place);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
