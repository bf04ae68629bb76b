import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { constants as os, tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { CommandError } from '../log.mjs';
import { installWithApt } from './apt.mjs';

/** Where Debian and its kin keep the server's programs, by version. */
const versions = '/usr/lib/postgresql';
/** A server that is asked to stop at once needs less. */
const stopMs = 10_000;
export const howToInstallPostgres = 'apt-get install postgresql, or POSTGRES_BIN=/folder/with/initdb';

/**
 * Starts a PostgreSQL of our own: an empty cluster in a temporary folder, on loopback and a random port. Unless it is
 * to be `durable` it keeps nothing through a power cut, which makes it quick, but loses nothing when one of its
 * processes is killed.
 * @param {{ durable?: boolean }} [options]
 * @returns {Promise<{ url: string, version: string, stop: () => Promise<void> } | undefined>} `undefined` where there
 *   is no PostgreSQL and none can be installed; `url` is an administrator's, on the database `postgres`
 */
export async function startPostgres({ durable = false } = {}) {
  const programs = findPrograms() ?? (installWithApt(['postgresql']) ? findPrograms() : undefined);
  const user = userToRunAs();
  if (programs === undefined || user === undefined) return undefined;
  const folder = mkdtempSync(`${tmpdir()}/porchlight-postgres-`);
  const password = randomBytes(16).toString('hex');
  try {
    const data = initialize({ programs, folder, password, user });
    const port = await freePort();
    const server = serve({ programs, data, port, user, durable });
    const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
    return { url, version: versionOf(programs), stop: await supervise({ server, folder, programs, port }) };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function findPrograms() {
  const found = existsSync(versions) ? readdirSync(versions).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [process.env.POSTGRES_BIN, ...found.map((version) => `${versions}/${version}/bin`)];
  return folders
    .filter(Boolean)
    .find((folder) => isExecutable(`${folder}/initdb`) && isExecutable(`${folder}/postgres`));
}

/** PostgreSQL refuses to run as root; its package brings a user for it. */
function userToRunAs() {
  if (process.getuid?.() !== 0) return {};
  const ids = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout));
  const [uid, gid] = ids;
  return uid > 0 && gid > 0 ? { uid, gid } : undefined;
}

function initialize({ programs, folder, password, user }) {
  const data = `${folder}/data`;
  const passwordFile = `${folder}/password`;
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user.uid !== undefined) {
    for (const path of [folder, data, passwordFile]) chownSync(path, user.uid, user.gid);
  }
  const args = ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8'];
  const made = spawnSync(`${programs}/initdb`, [...args, '--locale=C', '--no-sync'], {
    ...user,
    cwd: folder,
    encoding: 'utf8',
    timeout: 180_000,
  });
  if (made.status !== 0) throw new CommandError(`PostgreSQL could not make a cluster: ${made.stderr}`);
  return data;
}

function serve({ programs, data, port, user, durable }) {
  const careless = durable ? [] : ['fsync=off', 'full_page_writes=off'];
  const settings = [...careless, 'synchronous_commit=on', 'max_connections=200'];
  const quiet = ['unix_socket_directories=', 'log_min_messages=fatal', 'log_min_error_statement=panic'];
  const args = [...settings, ...quiet].flatMap((setting) => ['-c', setting]);
  return spawn(`${programs}/postgres`, ['-D', data, '-h', '127.0.0.1', '-p', String(port), ...args], {
    ...user,
    cwd: data,
    stdio: 'ignore',
  });
}

/** Waits until it answers; from then on it goes with us, however we go. */
async function supervise({ server, folder, programs, port }) {
  const ended = new Promise((resolve) => server.once('close', resolve));
  const end = () => {
    // SIGQUIT cuts off the connected clients.
    server.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  };
  const onSignal = (signal) => {
    end();
    // What else runs has its own second to end in order.
    setTimeout(() => process.exit(128 + os.signals[signal]), 1_000).unref();
  };
  const signals = ['SIGTERM', 'SIGHUP', 'SIGINT'];
  process.once('exit', end);
  for (const signal of signals) process.once(signal, onSignal);
  const stop = async () => {
    process.off('exit', end);
    for (const signal of signals) process.off(signal, onSignal);
    server.kill('SIGQUIT');
    // SIGQUIT cuts off the connected clients; a server that does not end by it is killed.
    const killed = setTimeout(() => server.kill('SIGKILL'), stopMs);
    await ended;
    clearTimeout(killed);
    end();
  };
  const isReadyProgram = `${programs}/pg_isready`;
  const args = ['-q', '-h', '127.0.0.1', '-p', String(port)];
  const isReady = () => spawnSync(isReadyProgram, args, { timeout: 10_000 }).status === 0;
  const deadline = Date.now() + 30_000;
  while (!isReady()) {
    if (server.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new CommandError('PostgreSQL did not start');
    }
    await pause(50);
  }
  return stop;
}

function versionOf(programs) {
  const { stdout } = spawnSync(`${programs}/postgres`, ['--version'], { encoding: 'utf8' });
  return /\d+(\.\d+)?/.exec(stdout)?.[0] ?? '';
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Absent, or not ours to run.
    return false;
  }
}

/** Starts a PostgreSQL and sets `PORCHLIGHT_TEST_POSTGRES` to its address, unless that is set already. */
export async function startTestPostgres() {
  if (process.env.PORCHLIGHT_TEST_POSTGRES) return { isRunning: true, stop: async () => {} };
  const postgres = await startPostgres();
  if (postgres === undefined) return { isRunning: false, stop: async () => {} };
  process.env.PORCHLIGHT_TEST_POSTGRES = postgres.url;
  return {
    isRunning: true,
    version: postgres.version,
    async stop() {
      delete process.env.PORCHLIGHT_TEST_POSTGRES;
      await postgres.stop();
    },
  };
}
