import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { loadFolder, type StaticFiles } from './static-files.ts';

/** Pages stay open over upgrades, but seldom over many. */
const keptBuilds = 4;

/**
 * Keeps a copy of this build in `folder` and reads those of the builds before it. A page that was opened before an
 * upgrade has the loader, and maybe the widget, of an older build, and what these fetch later must fit them to the byte.
 */
export function keepBuilds(
  folder: string,
  { build, source }: { build: string; source: string },
): Map<string, StaticFiles> {
  mkdirSync(folder, { recursive: true });
  const own = join(folder, build);
  if (!existsSync(own)) copyWhole(source, own);
  // The newest by use, not by making: after a step back an old build is the one in use.
  utimesSync(own, nowS(), nowS());
  const names = newestFirst(folder);
  for (const name of names.slice(keptBuilds)) rmSync(join(folder, name), { recursive: true });
  return new Map(names.slice(0, keptBuilds).map((name) => [name, loadFolder(join(folder, name))]));
}

/** In seconds, to the microsecond: of two uses in one millisecond, too, one is the later. */
const nowS = () => (performance.timeOrigin + performance.now()) / 1000;

/** Under its name there is never half a build, whenever the process dies. */
function copyWhole(source: string, target: string): void {
  const unfinished = `${target}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(source, unfinished, { recursive: true });
  renameSync(unfinished, target);
}

function newestFirst(folder: string): string[] {
  const age = (name: string) => statSync(join(folder, name)).mtimeMs;
  return readdirSync(folder)
    .filter((name) => /^[0-9a-f]+$/.test(name))
    .sort((one, other) => age(other) - age(one));
}
