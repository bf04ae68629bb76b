import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './paths.mjs';

/**
 * Runs a program in this process group, hands it our signals, and answers its exit code.
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { followParent?: boolean, transformOutput?: (text: string) => string }}
 *   [options] `transformOutput` changes what the program writes to standard output
 * @returns {Promise<number>}
 */
export async function run(program, args, { followParent = startedByNpm(), transformOutput, ...options } = {}) {
  const stdio = transformOutput === undefined ? 'inherit' : ['inherit', 'pipe', 'inherit'];
  const child = spawn(program, args, { cwd: root, stdio, ...options });
  child.stdout?.on('data', (chunk) => process.stdout.write(transformOutput(String(chunk))));
  const stopForwarding = forwardSignals(child);
  const stopFollowing = followParent ? endWithParent(child) : () => {};
  try {
    return await exitCode(child);
  } finally {
    stopForwarding();
    stopFollowing();
  }
}

/**
 * Runs a command file of an installed package with this Node: no shell, no npx.
 * @param {string} file inside node_modules
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runPackage(file, args, options) {
  return run(process.execPath, [`${root}/node_modules/${file}`, ...args], options);
}

/**
 * Like `runPackage`, but keeps what the program says, for steps that run beside others.
 * @param {string} file inside node_modules
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function runPackageQuietly(file, args, options = {}) {
  const child = spawn(process.execPath, [`${root}/node_modules/${file}`, ...args], {
    cwd: root,
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stopForwarding = forwardSignals(child);
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  try {
    return { code: await exitCode(child), output };
  } finally {
    stopForwarding();
  }
}

/** @param {import('node:child_process').ChildProcess} child */
export function exitCode(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    // 'close' rather than 'exit': the output is complete by then.
    child.once('close', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

/** Hands our signals on until the answered function is called. */
export function forwardSignals(child) {
  // Ctrl-C reaches the whole group by itself; handing it on as well would look like pressing it twice.
  const forwarded = process.stdin.isTTY ? ['SIGTERM', 'SIGHUP'] : ['SIGTERM', 'SIGHUP', 'SIGINT'];
  const handlers = ['SIGTERM', 'SIGHUP', 'SIGINT'].map((signal) => {
    const handler = () => {
      if (forwarded.includes(signal)) child.kill(signal);
    };
    process.on(signal, handler);
    return [signal, handler];
  });
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}

function startedByNpm() {
  return process.env.npm_lifecycle_event !== undefined;
}

/** npm does not hand a SIGTERM on. When it is gone, what it started has to go too. */
export function endWithParent(child) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    child.kill('SIGTERM');
  }, 500);
  return () => clearInterval(timer);
}
