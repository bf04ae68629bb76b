import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { root } from '../paths.mjs';

/**
 * One hash over files and folders of the project: their names and what is in them.
 * @param {string[]} paths relative to the project; what does not exist counts as absent
 * @param {{ extra?: string, skip?: (path: string) => boolean }} [options] `skip` sees paths with forward slashes
 */
export function fingerprint(paths, { extra = '', skip = () => false } = {}) {
  const hash = createHash('sha256').update(extra);
  for (const path of paths.flatMap((start) => filesBelow(join(root, start)))) {
    const name = relative(root, path).split(sep).join('/');
    if (!skip(name)) hash.update(`\n${name}\n`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

function filesBelow(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}
