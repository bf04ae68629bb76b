import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { log } from '../log.mjs';
import { installWithApt } from './apt.mjs';

export const howToInstallFirefox = 'apt-get install firefox-esr, or FIREFOX_PATH=/path/to/firefox npm test';
const names = ['firefox-esr', 'firefox'];

/** The path of a Firefox that is here already, as distributions ship it; never installs. */
export function findFirefox() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [process.env.FIREFOX_PATH, ...paths].filter(Boolean).find(isExecutable);
}

/** Finds a Firefox that really starts, or installs one; `undefined` where neither can be done. */
export function ensureFirefox() {
  const found = findFirefox() ?? (installWithApt(['firefox-esr']) ? findFirefox() : undefined);
  if (found === undefined) return undefined;
  const answer = spawnSync(found, ['--headless', '--version'], { timeout: 60_000, encoding: 'utf8' });
  if (answer.status !== 0) return undefined;
  log(`${answer.stdout.trim()} (${found})`);
  return found;
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
