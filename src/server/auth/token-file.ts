import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const wellFormed = /^[\w-]{32,128}$/;

/**
 * Reads the token from a file of the data folder, or creates it. Only the owner can read the file. A file without a
 * valid token is replaced.
 */
export function readOrCreateToken(folder: string, name: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, name);
  const found = readIfThere(file)?.trim() ?? '';
  if (wellFormed.test(found)) {
    chmodSync(file, 0o600);
    return found;
  }
  // Letters and digits only: some terminals end a link before other characters.
  const token = randomBytes(24).toString('hex');
  // Written under another name first, so that a crash leaves no partial token.
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
