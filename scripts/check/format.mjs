import { runPackage } from '../spawn.mjs';

/**
 * Writes every file the way the lint step wants it.
 * @param {string[]} paths none: everything
 */
export function format(paths) {
  return runPackage('@biomejs/biome/bin/biome', ['check', '--write', ...(paths.length > 0 ? paths : ['.'])]);
}
