import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fingerprint } from '../build/fingerprint.mjs';
import { CommandError, log } from '../log.mjs';
import { memoryFolder, root } from '../paths.mjs';
import { run } from '../spawn.mjs';
import { environmentOfThisNode, rememberThisNode } from './node-version.mjs';

const stamp = `${memoryFolder}/installed`;
const installMs = 900_000;
// Outside of the project: `npm ci` clears the folder that would hold it.
const lock = join(tmpdir(), `porchlight-install-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`);

/** Installs the dependencies when package.json, the lock or Node changed since the last time. */
export async function installDependencies() {
  if (isInstalled()) return;
  await takeTurn();
  try {
    if (!isInstalled()) await install();
  } finally {
    rmSync(lock, { force: true });
  }
}

async function install() {
  log('installing dependencies (npm ci)');
  const wanted = wantedStamp();
  // NODE_ENV=production would leave out the build tools; no package here needs an install script.
  const code = await npm(['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0)
    throw new CommandError(
      `Installing dependencies failed (npm ci ended with ${code}; it may take ${installMs / 60_000} minutes).`,
    );

  mkdirSync(memoryFolder, { recursive: true });
  writeFileSync(stamp, wanted);
  rememberThisNode();
}

function isInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wantedStamp();
}

function wantedStamp() {
  return fingerprint(['package.json', 'package-lock.json'], {
    extra: `${process.version} ${process.platform} ${process.arch}`,
  });
}

/** Two installs at once would delete each other's files. */
async function takeTurn() {
  for (let isFirst = true; ; isFirst = false) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isFirst) log('another command is installing dependencies; waiting for it');
    if (!(await isLockHeld())) rmSync(lock, { force: true });
  }
}

async function isLockHeld() {
  await pause(200);
  if (!existsSync(lock)) return true;
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return true;
  } catch (error) {
    // ESRCH: the process that held the lock is gone. EPERM: it runs as another user.
    return error.code !== 'ESRCH';
  }
}

function npm(args) {
  const cli = process.env.npm_execpath;
  // Standard output belongs to the command that is about to run.
  const options = { stdio: ['ignore', 2, 2], env: environmentOfThisNode(), timeout: installMs };
  if (cli?.endsWith('npm-cli.js')) return run(process.execPath, [cli, ...args], options);
  return run('npm', args, { ...options, shell: process.platform === 'win32' });
}
