import { spawn } from 'node:child_process';
import { root } from '../paths.mjs';
import { endWithParent, exitCode, forwardSignals } from '../spawn.mjs';
import { killTree } from './process-tree.mjs';
import { createProgress } from './progress.mjs';

const now = () => performance.now();

/**
 * @typedef {object} Watch
 * @property {number} [stillMs] longest time without a sign of life of a file; only for programs that report progress
 * @property {number} [limitMs] longest time in all
 * @property {boolean} [isQuiet] keeps what the program prints, for steps that run beside others
 * @property {NodeJS.ProcessEnv} [env]
 */

/**
 * Runs a script with this Node and ends it with everything it started once it stands still. Standing still is never
 * waited out: each `standing` sentence names what does, and is one failure.
 * @param {string[]} args
 * @param {Watch} watch
 * @returns {Promise<{ code: number, output: string, standing: string[], counted: import('./test-summary.mjs').TestSummary }>}
 */
export async function runWatched(args, { stillMs = Number.POSITIVE_INFINITY, limitMs, isQuiet = false, env } = {}) {
  const output = isQuiet ? 'pipe' : 'inherit';
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: env ?? process.env,
    stdio: [isQuiet ? 'ignore' : 'inherit', output, output, 'ipc'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk) => {
      printed += chunk;
    });
  }
  const started = now();
  const progress = createProgress(started);
  child.on('message', (message) => progress.take(message, now()));
  let standing = [];
  const timer = setInterval(() => {
    standing = progress.standingStill(now(), stillMs);
    if (now() - started > limitMs) standing.push(`it did not end within ${limitMs / 1000} s`);
    if (standing.length === 0) return;
    clearInterval(timer);
    killTree(child.pid);
  }, 250);
  const stopForwarding = forwardSignals(child);
  const stopFollowing = endWithParent(child);
  try {
    return { code: await exitCode(child), output: printed, standing, counted: progress.counted };
  } finally {
    clearInterval(timer);
    stopForwarding();
    stopFollowing();
  }
}
