import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';

/** Source text by its path from `src`. */
export type Sources = ReadonlyMap<string, string>;
export type Import = { target: string; isTypeOnly: boolean; isDynamic: boolean };

const folder = join(import.meta.dirname.replaceAll('\\', '/'), '../..');

/** Every TypeScript file of `src`, tests too. */
export function readSources(): Sources {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
  const wanted = files.filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
  return new Map(wanted.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

/** What is built or run in production. */
export function withoutTests(sources: Sources): Sources {
  return new Map([...sources].filter(([file]) => !/^testing\/|\.(test|bench)\.tsx?$/.test(file)));
}

/** What a file imports: paths from `src`, and packages as `npm:name`. */
export function importsOf(file: string, text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
  const found: Import[] = [];
  for (const [, isType, path = ''] of code.matchAll(
    /\b(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]*?\bfrom\s*)?['"]([^'"]+)['"]/g,
  )) {
    found.push({ target: resolveImport(file, path), isTypeOnly: isType !== undefined, isDynamic: false });
  }
  for (const [, isType, path = ''] of code.matchAll(/(typeof\s+)?\bimport\(\s*['"`]([^'"`$]+)['"`]/g)) {
    found.push({
      target: resolveImport(file, path),
      isTypeOnly: isType !== undefined,
      isDynamic: isType === undefined,
    });
  }
  return found;
}

function resolveImport(file: string, path: string): string {
  return path.startsWith('.') ? normalize(join(dirname(file), path)) : `npm:${path}`;
}
