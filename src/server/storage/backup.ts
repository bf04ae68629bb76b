import { chmodSync, closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { migrations } from './migrations.ts';
import { copyDatabase, inspectDatabase, lockFolder } from './sqlite-database.ts';
import { StartRefused } from './start-refused.ts';

const store = (folder: string) => join(folder, 'porchlight.sqlite');

/**
 * Copies the store of a data folder into a new file, while a service works with it or not. The copy is whole and of
 * one moment; it is there only once it is on the disk. Throws StartRefused where that cannot be.
 */
export function backUp(folder: string, file: string): void {
  if (!existsSync(store(folder))) throw new StartRefused(`There is no store in ${folder} to copy.`);
  if (existsSync(file)) throw new StartRefused(`${file} is there already; a backup never overwrites anything.`);
  putInPlace(file, (partial) => copyDatabase(store(folder), partial));
}

/**
 * Puts a backup into a data folder that has no store yet and is not in use. Throws StartRefused otherwise, and for a
 * file that is no backup or of a newer Porchlight.
 */
export function restore(file: string, folder: string): void {
  const newest = inspect(file);
  if (newest > migrations.length) {
    throw new StartRefused(`The backup ${file} is of a newer Porchlight. Restore it with that version.`);
  }
  const release = lockFolder(folder);
  try {
    if (existsSync(store(folder))) {
      throw new StartRefused(`The data folder ${folder} holds a store already. Restore into an empty folder.`);
    }
    putInPlace(store(folder), (partial) => copyFileSync(file, partial));
  } finally {
    release();
  }
}

function inspect(file: string): number {
  if (!existsSync(file)) throw new StartRefused(`There is no backup at ${file}.`);
  try {
    const newest = inspectDatabase(file);
    if (newest > 0) return newest;
  } catch (cause) {
    throw new StartRefused(`${file} is not a whole backup of Porchlight.`, { cause });
  }
  throw new StartRefused(`${file} is not a whole backup of Porchlight.`);
}

/** Whole or not at all, and for the owner's eyes only: what visitors wrote is in it. */
function putInPlace(file: string, write: (partial: string) => void): void {
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  try {
    write(partial);
    chmodSync(partial, 0o600);
    const handle = openSync(partial, 'r');
    fsyncSync(handle);
    closeSync(handle);
    renameSync(partial, file);
  } catch (cause) {
    rmSync(partial, { force: true });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartRefused(`${file} cannot be written: ${why}.`, { cause });
  }
}
