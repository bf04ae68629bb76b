import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createPrivateFile, syncFile, syncFolder } from '../core/private-files.ts';
import { loadFolder, type StaticFiles } from './static-files.ts';

/** Pages stay open over upgrades, but rarely over more than this many. */
const maxBuilds = 4;

/** The hash of each file by its path in the build. */
type Hashes = Readonly<Record<string, string>>;

/**
 * Copies this build into `folder` and returns it together with the builds before it, by build. A page that was opened
 * before an upgrade has the loader, and maybe the widget, of an older build, which load only exactly matching files. A
 * damaged copy is removed, which `warn` reports; that of this build is written again.
 */
export function archiveBuild(
  folder: string,
  { build, source, warn = () => {} }: { build: string; source: string; warn?: (message: string) => void },
): Map<string, StaticFiles> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const own = join(folder, build);
  const files = loadFolder(source);
  if (!isSame(hashesOf(loadFolder(own)), hashesOf(files)) || !readHashes(own)) copyBuild(files, own);
  // Ordered by last use, since after a downgrade an old build is the one in use.
  utimesSync(own, nowSeconds(), nowSeconds());
  const names = newestFirst(folder);
  for (const name of names.slice(maxBuilds)) remove(join(folder, name));
  const archived = names.slice(0, maxBuilds).flatMap((name) => {
    const files = readVerified(join(folder, name), warn);
    return files ? [[name, files] as const] : [];
  });
  return new Map(archived);
}

/** In seconds with microseconds, so that two uses within a millisecond have an order. */
const nowSeconds = () => (performance.timeOrigin + performance.now()) / 1000;

/** Copies under another name first, so that a crash never leaves a partial build under the final name. */
function copyBuild(files: StaticFiles, target: string): void {
  const unfinished = `${target}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  for (const [name, { plain }] of files) {
    const file = join(unfinished, name);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    write(file, plain);
  }
  for (const entry of readdirSync(unfinished, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) syncFolder(join(entry.parentPath, entry.name));
  }
  syncFolder(unfinished);
  remove(target);
  writeHashes(target, hashesOf(files));
  renameSync(unfinished, target);
  syncFolder(dirname(target));
}

/** Reads a copy and compares it with its hashes. Undefined where it is damaged, which removes it. */
function readVerified(place: string, warn: (message: string) => void): StaticFiles | undefined {
  const files = loadFolder(place);
  const hashes = readHashes(place);
  if (hashes && isSame(hashes, hashesOf(files))) return files;
  // Copies of earlier versions have no hashes: they are accepted, and hashed for the next start.
  const isUnhashed =
    hashes === undefined && files.size > 0 && [...files.values()].every(({ plain }) => plain.length > 0);
  if (isUnhashed) {
    writeHashes(place, hashesOf(files));
    return files;
  }
  warn(`The kept build ${place} is damaged and was removed; pages that still use it fall back to the current one.`);
  remove(place);
  return undefined;
}

function hashesOf(files: StaticFiles): Hashes {
  const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64');
  return Object.fromEntries([...files].map(([name, { plain }]) => [name, hash(plain)]));
}

function isSame(one: Hashes, other: Hashes): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

const hashFile = (place: string) => `${place}.hashes.json`;

function writeHashes(place: string, hashes: Hashes): void {
  const partial = `${hashFile(place)}.partial`;
  rmSync(partial, { force: true });
  write(partial, Buffer.from(JSON.stringify(hashes)));
  renameSync(partial, hashFile(place));
  syncFolder(dirname(place));
}

/** Undefined where there is no file; empty, which matches no build, where it cannot be read. */
function readHashes(place: string): Hashes | undefined {
  try {
    return JSON.parse(readFileSync(hashFile(place), 'utf8')) as Hashes;
  } catch (thrown) {
    const isMissing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    return isMissing ? undefined : {};
  }
}

function write(file: string, bytes: Uint8Array): void {
  createPrivateFile(file);
  writeFileSync(file, bytes);
  syncFile(file);
}

function remove(place: string): void {
  rmSync(place, { recursive: true, force: true });
  rmSync(hashFile(place), { force: true });
}

function newestFirst(folder: string): string[] {
  const age = (name: string) => statSync(join(folder, name)).mtimeMs;
  return readdirSync(folder)
    .filter((name) => /^[0-9a-f]+$/.test(name))
    .sort((one, other) => age(other) - age(one));
}
