import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { StartupError } from './startup-error.ts';

const permissionsOfOthers = 0o077;

/**
 * Makes a data folder, or one that is there already, its owner's alone, with what lies in it: what visitors wrote and
 * the key that signs tokens. Says what it had to change by `warn`. Throws StartupError where the folder is shared by
 * everybody, as a temporary folder is, or cannot be made.
 */
export function makeFolderPrivate(folder: string, warn: (message: string) => void = () => {}): void {
  try {
    if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined) chmodSync(folder, 0o700);
  } catch (cause) {
    throw new StartupError(`The data folder ${folder} cannot be made or opened.`, { cause });
  }
  const { mode } = statSync(folder);
  if (mode & permissionsOfOthers) restrictFolder(folder, mode, warn);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isFile() && ownFileNames.test(entry.name)) makeFilePrivate(join(folder, entry.name), warn);
  }
}

/** Beside the store itself: its log, its lock, earlier stores and what was half done when a process died. */
const ownFileNames = /^(porchlight\.sqlite|lock\.sqlite|service\.pid|demo-token|metrics-token)/;

function restrictFolder(folder: string, mode: number, warn: (message: string) => void): void {
  const before = (mode & 0o7777).toString(8);
  if (mode & constants.S_IWOTH && mode & 0o1000) {
    throw new StartupError(
      `The data folder ${folder} is shared by everybody (mode ${before}). Name a folder of its own.`,
    );
  }
  try {
    chmodSync(folder, 0o700);
    warn(`The data folder ${folder} was open to others (mode ${before}); now it is its owner's alone.`);
  } catch (cause) {
    const isWritable = (mode & constants.S_IWOTH) !== 0;
    const why = `The data folder ${folder} is open to others (mode ${before}) and belongs to somebody else.`;
    if (isWritable) throw new StartupError(`${why} Make it private: chmod 700 ${folder}`, { cause });
    warn(`${why} Its files are private; make it so, too: chmod 700 ${folder}`);
  }
}

function makeFilePrivate(file: string, warn: (message: string) => void): void {
  const { mode } = statSync(file);
  if ((mode & permissionsOfOthers) === 0) return;
  try {
    chmodSync(file, 0o600);
    warn(`${file} was open to others (mode ${(mode & 0o777).toString(8)}); now it is its owner's alone.`);
  } catch {
    warn(`${file} is open to others and belongs to somebody else.`);
  }
}

/**
 * An empty file that only its owner opens, from its first byte on. One that is there is not even opened: closing it would
 * drop the locks that this process has on it.
 */
export function createPrivateFile(file: string): void {
  try {
    closeSync(openSync(file, 'ax', 0o600));
  } catch (thrown) {
    if (!hasCode(thrown, ['EEXIST'])) throw thrown;
  }
}

/** What was written is on the disk, whatever happens to the machine. */
export function syncFile(file: string): void {
  const handle = openSync(file, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Names that came, went or changed in a folder are on the disk. Some systems sync no folders, and need not. */
export function syncFolder(folder: string): void {
  try {
    syncFile(folder);
  } catch (thrown) {
    if (!hasCode(thrown, ['EISDIR', 'EPERM', 'EINVAL', 'ENOTSUP'])) throw thrown;
  }
}

/**
 * Makes a new private file that is whole or not there: written aside by `write`, synced, then named. Throws where there
 * is one of this name, also one that came meanwhile.
 */
export async function writeNewFile(file: string, write: (partial: string) => void | Promise<void>): Promise<void> {
  if (existsSync(file)) throw new FileExistsError(file);
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  try {
    createPrivateFile(partial);
    await write(partial);
    chmodSync(partial, 0o600);
    syncFile(partial);
    linkFinalName(partial, file);
    syncFolder(dirname(file));
  } finally {
    rmSync(partial, { force: true });
  }
}

export class FileExistsError extends Error {
  override readonly name = 'FileExistsError';
  constructor(file: string) {
    super(`${file} is there already`);
  }
}

function linkFinalName(partial: string, file: string): void {
  try {
    linkSync(partial, file);
  } catch (thrown) {
    if (hasCode(thrown, ['EEXIST'])) throw new FileExistsError(file);
    // A file system without links: whoever makes the same file at the same moment loses it.
    renameSync(partial, file);
  }
}

function hasCode(thrown: unknown, codes: readonly string[]): boolean {
  return thrown instanceof Error && 'code' in thrown && codes.includes(String(thrown.code));
}
