import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { log } from '../log.mjs';

/**
 * Installs packages of the distribution where that may be done: on Debian and its kin, as root.
 * @param {string[]} packages
 * @returns {boolean} whether it was tried
 */
export function installWithApt(packages) {
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return false;
  log(`installing ${packages.join(', ')} from the distribution`);
  // RUNLEVEL=1: no package may start a daemon.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const options = { stdio: ['ignore', 'ignore', 2], env, timeout: 420_000 };
  const waitForLock = ['-qq', '-o', 'DPkg::Lock::Timeout=300'];
  spawnSync('apt-get', ['update', ...waitForLock], options);
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...waitForLock, ...packages], options);
  return true;
}
