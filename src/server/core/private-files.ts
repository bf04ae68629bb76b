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
 * Creates the data folder, or restricts an existing one, so that only its owner can open it and our files in it: they
 * hold visitors' messages and the key that signs tokens. Reports each change through `warn`. Throws StartupError where
 * the folder is a shared one, such as a temporary folder, or cannot be created.
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

/** The store with its log, its lock, earlier stores, partial files of a crashed process, and the token files. */
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
 * Creates an empty file that only its owner can open. An existing file is not opened: closing it would drop the locks
 * that this process holds on it.
 */
export function createPrivateFile(file: string): void {
  try {
    closeSync(openSync(file, 'ax', 0o600));
  } catch (thrown) {
    if (!hasCode(thrown, ['EEXIST'])) throw thrown;
  }
}

/** Returns once the file's content is on the disk and survives a power failure. */
export function syncFile(file: string): void {
  const handle = openSync(file, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Returns once the folder's names are on the disk. Does nothing on systems that cannot sync a folder. */
export function syncFolder(folder: string): void {
  try {
    syncFile(folder);
  } catch (thrown) {
    if (!hasCode(thrown, ['EISDIR', 'EPERM', 'EINVAL', 'ENOTSUP'])) throw thrown;
  }
}

/**
 * Creates a private file that is either complete or absent: `write` fills a partial file, which is synced and then gets
 * its name. Throws FileExistsError where the name is taken, also if it was taken meanwhile.
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
    // On a file system without links, a file that is created at the same moment is overwritten.
    renameSync(partial, file);
  }
}

function hasCode(thrown: unknown, codes: readonly string[]): boolean {
  return thrown instanceof Error && 'code' in thrown && codes.includes(String(thrown.code));
}
