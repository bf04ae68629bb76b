import { run } from './child.mjs';
import { root } from './paths.mjs';

/**
 * The operator's commands, on the same store as the service's.
 * @param {string[]} args
 */
export function admin(args) {
  return run(process.execPath, [`${root}/src/server/admin/main.ts`, ...args]);
}
