import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const wellFormed = /^[\w-]{32,128}$/;

/**
 * The token in a file of the data folder, which is made on the first call and is the same from then on. Only the
 * owner can read the file. A file that holds no token is replaced.
 */
export function readOrCreateToken(folder: string, name: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, name);
  const found = readIfThere(file)?.trim() ?? '';
  if (wellFormed.test(found)) {
    chmodSync(file, 0o600);
    return found;
  }
  // Letters and digits alone: terminals end a link before other signs.
  const token = randomBytes(24).toString('hex');
  // Under another name first, so that a crash leaves no half token.
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, `${token}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(unfinished, file);
  return token;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
    throw thrown;
  }
}
