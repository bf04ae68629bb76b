import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { installWithApt } from './apt.mjs';
import { root } from './paths.mjs';
import { CommandError, say } from './say.mjs';

/**
 * A Chromium that is here already; never installs. No path means Playwright's own.
 * @returns {{ executablePath?: string, from: string } | undefined}
 */
export function findBrowser() {
  return fromEnvironment() ?? fromPlaywright() ?? fromSystem();
}

export const wayToChromium =
  'apt-get install chromium (Debian, as root), npx playwright install --with-deps chromium, or CHROMIUM_PATH=/path/to/chrome npm test';

/** Finds a Chromium that really starts, or installs one; `undefined` where neither can be done. */
export function ensureBrowser() {
  const ways = [fromEnvironment, fromPlaywright, fromSystem, installWithPlaywright, installFromDistribution];
  for (const way of ways) {
    const found = way();
    if (found !== undefined && starts(found)) return found;
  }
  return undefined;
}

function fromEnvironment() {
  for (const from of ['CHROMIUM_PATH', 'PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH']) {
    const executablePath = process.env[from];
    if (!executablePath) continue;
    if (!isExecutable(executablePath)) throw new CommandError(`${from}=${executablePath} is no program`);
    return { executablePath, from };
  }
  return undefined;
}

function fromPlaywright() {
  return existsSync(ownPath()) ? { from: 'Playwright' } : undefined;
}

function fromSystem() {
  const executablePath = systemPaths().find((path) => isExecutable(path));
  return executablePath === undefined ? undefined : { executablePath, from: 'the system' };
}

function systemPaths() {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (process.platform === 'win32') {
    const folders = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
    return folders.filter(Boolean).map((folder) => join(folder, 'Google/Chrome/Application/chrome.exe'));
  }
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'];
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function installWithPlaywright() {
  if (process.env.PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD) return undefined;
  say('no Chromium here yet; asking Playwright for one');
  const cli = `${root}/node_modules/@playwright/test/cli.js`;
  const timeoutMs = process.env.PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT ?? '10000';
  spawnSync(process.execPath, [cli, 'install', 'chromium'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    timeout: 300_000,
    env: { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: timeoutMs },
  });
  return fromPlaywright();
}

function installFromDistribution() {
  return installWithApt(['chromium', 'fonts-liberation']) ? fromSystem() : undefined;
}

/** A snap distribution has a /usr/bin/chromium that does not run; so ask it something. */
function starts({ executablePath = ownPath(), from }) {
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--version'];
  const answer = spawnSync(executablePath, args, { timeout: 30_000, encoding: 'utf8' });
  const isFine = answer.status === 0;
  say(isFine ? `${answer.stdout.trim()} (from ${from})` : `${realPath(executablePath)} does not start`);
  return isFine;
}

function ownPath() {
  return chromium.executablePath();
}

function realPath(path) {
  return existsSync(path) ? realpathSync(path) : path;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Absent, or not ours to run: either way it is not a browser to use.
    return false;
  }
}
