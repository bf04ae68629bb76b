import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { run } from './child.mjs';
import { fingerprint } from './fingerprint.mjs';
import { environmentOfThisNode, rememberThisNode } from './node-version.mjs';
import { memoryFolder } from './paths.mjs';
import { CommandError, say } from './say.mjs';

const stamp = `${memoryFolder}/installed`;

/** Installs the dependencies when package.json, the lock or Node changed since the last time. */
export async function installDependencies() {
  const wanted = fingerprint(['package.json', 'package-lock.json'], {
    extra: `${process.version} ${process.platform} ${process.arch}`,
  });
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  say('installing dependencies (npm ci)');
  // NODE_ENV=production would leave out the build tools; no package here needs an install script.
  const code = await npm(['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) throw new CommandError(`Installing dependencies failed (npm ci ended with ${code}).`);

  mkdirSync(memoryFolder, { recursive: true });
  writeFileSync(stamp, wanted);
  rememberThisNode();
}

function npm(args) {
  const cli = process.env.npm_execpath;
  // Standard output belongs to the command that is about to run.
  const options = { stdio: ['ignore', 2, 2], env: environmentOfThisNode() };
  if (cli?.endsWith('npm-cli.js')) return run(process.execPath, [cli, ...args], options);
  return run('npm', args, { ...options, shell: process.platform === 'win32' });
}
