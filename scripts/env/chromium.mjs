import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { CommandError, log } from '../log.mjs';
import { root } from '../paths.mjs';
import { installWithApt } from './apt.mjs';

const shell = 'chromium-headless-shell';
const fonts = ['fonts-liberation'];

/**
 * A Chromium that is here already; never installs. No path means Playwright's own. The headless shell comes first, as
 * with Playwright: the same engine without a desktop's browser around it, for half the processor time.
 * @returns {{ executablePath?: string, from: string } | undefined}
 */
export function findBrowser() {
  return fromEnvironment() ?? fromPlaywright() ?? shellFromSystem() ?? wholeFromSystem();
}

/**
 * Where a Chromium is that is here already and is no headless shell, for what only the browser around the engine does.
 * @returns {{ executablePath: string } | undefined}
 */
export function findWholeBrowser() {
  const given = fromEnvironment()?.executablePath;
  const own = existsSync(ownPath()) ? ownPath() : undefined;
  const isWhole = given !== undefined && !/headless.shell/.test(given);
  const executablePath = isWhole ? given : (own ?? wholeFromSystem()?.executablePath);
  return executablePath === undefined ? undefined : { executablePath };
}

export const howToInstallChromium =
  'apt-get install chromium chromium-headless-shell (Debian, as root), npx playwright install --with-deps chromium, or CHROMIUM_PATH=/path/to/chrome npm test';

/** Finds a Chromium that really starts, or installs one; `undefined` where neither can be done. */
export function ensureBrowser() {
  const ways = [
    fromEnvironment,
    fromPlaywright,
    shellFromDistribution,
    wholeFromSystem,
    installWithPlaywright,
    installFromDistribution,
  ];
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

function shellFromSystem() {
  return process.platform === 'linux' ? firstOf(onPath([shell])) : undefined;
}

function wholeFromSystem() {
  return firstOf(systemPaths());
}

function firstOf(paths) {
  const executablePath = paths.find((path) => isExecutable(path));
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
  return onPath(['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge']);
}

function onPath(names) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'];
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function installWithPlaywright() {
  if (process.env.PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD) return undefined;
  log('no Chromium here yet; asking Playwright for one');
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

/** The shell for most tests and the whole browser for the few that need it; what is absent is installed. */
function shellFromDistribution() {
  const absent = [
    ...(shellFromSystem() === undefined ? [shell] : []),
    ...(wholeFromSystem() === undefined ? ['chromium'] : []),
  ];
  if (absent.length > 0) installWithApt([...absent, ...fonts]);
  return shellFromSystem();
}

/** Where the distribution has no shell. */
function installFromDistribution() {
  return installWithApt(['chromium', ...fonts]) ? wholeFromSystem() : undefined;
}

/** A snap distribution has a /usr/bin/chromium that does not run; so ask it something. */
function starts({ executablePath = ownPath(), from }) {
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--version'];
  const answer = spawnSync(executablePath, args, { timeout: 30_000, encoding: 'utf8' });
  const isFine = answer.status === 0;
  log(isFine ? `${answer.stdout.trim()} (from ${from})` : `${realPath(executablePath)} does not start`);
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
