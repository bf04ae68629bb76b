import { existsSync } from 'node:fs';

/** @typedef {{ name: string, way: string }} MissingEngine `way` says how to get it */
/** @typedef {{ isRoot: boolean, hasApt: boolean, isContinuous: boolean }} Machine */

/** @returns {Machine} */
export function thisMachine() {
  return {
    isRoot: process.getuid?.() === 0,
    hasApt: existsSync('/usr/bin/apt-get'),
    isContinuous: isContinuous(process.env),
  };
}

/** @param {NodeJS.ProcessEnv} env */
export function isContinuous({ CI = '' }) {
  return !['', '0', 'false'].includes(CI.toLowerCase());
}

/**
 * What a missing engine counts as. As root on Debian it could have been installed, and where `CI=true` promises that
 * everything runs, that it was not is a failure; elsewhere it is skipped.
 * @param {Machine} machine
 * @returns {import('./test-summary.mjs').TestSummary}
 */
export function summarizeMissing({ isRoot, hasApt, isContinuous }) {
  const isFailure = isRoot && hasApt && isContinuous;
  return { passed: 0, failed: isFailure ? 1 : 0, skipped: isFailure ? 0 : 1 };
}

/**
 * @param {MissingEngine[]} missing
 * @param {Machine} machine
 * @returns {string[]} one line for each, by name, with how to get it
 */
export function missingLines(missing, machine) {
  const outcome = summarizeMissing(machine).failed > 0 ? 'FAILED ' : 'skipped';
  return missing.map(({ name, way }) => `${outcome} ${name}: it is not on this machine. To get it: ${way}`);
}
