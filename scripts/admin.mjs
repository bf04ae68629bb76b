import { root } from './paths.mjs';
import { run } from './spawn.mjs';

/**
 * The operator's commands, on the same store as the service's.
 * @param {string[]} args
 */
export function admin(args) {
  return run(process.execPath, [`${root}/src/server/cli/main.ts`, ...args]);
}
