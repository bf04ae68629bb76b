import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { describe, expect, test } from 'vitest';

/** Which rooms a room may import from; a star means types only. */
const arrows: Record<string, string[]> = {
  protocol: [],
  chat: [],
  platform: [],
  environment: [],
  lib: [],
  embed: [],
  loader: ['embed'],
  client: ['protocol*', 'chat', 'environment', 'platform*', 'lib'],
  api: ['protocol*', 'chat', 'platform*', 'client', 'environment*', 'lib'],
  'chat-store': ['chat', 'client*', 'environment*', 'platform*', 'lib'],
  store: ['chat', 'api*', 'platform*', 'client*', 'chat-store', 'environment*', 'lib'],
  ui: ['chat*'],
  widget: ['store', 'chat-store', 'ui', 'chat', 'embed', 'lib'],
  console: ['store', 'chat-store', 'ui', 'chat', 'embed', 'lib'],
  package: ['widget', 'store', 'embed', 'loader'],
  playground: ['widget', 'store', 'embed'],
  server: ['protocol', 'lib'],
};

/** Single files that may do more than their room: they join things, or are plain data. */
const exceptions: { from: RegExp; to: RegExp }[] = [
  { from: /^(widget|console)\/compose(-chat)?\.ts$/, to: /^(api|platform|client|environment)\// },
  // The composition root of a page that draws its own chat, and the package's front, which alone exports again.
  { from: /^package\/store\.ts$/, to: /^(api|platform|chat|chat-store|client|environment)\// },
  // What a text is, is one rule for the page's verbs and the widget.
  { from: /^loader\/page\//, to: /^lib\// },
  { from: /^api\//, to: /^protocol\/operations\.ts$/ },
];

/** The npm packages of rooms that are kept free of them. */
const packages: Record<string, string[]> = {
  protocol: ['valibot'],
  chat: [],
  platform: [],
  environment: [],
  lib: [],
  embed: [],
  loader: [],
};

/** Markup and styles from strings: dangerous in a host page, and refused by strict policies. */
const forbiddenWords =
  /\.(?:inner|outer)HTML\b|insertAdjacentHTML|dangerouslySetInnerHTML|\.cssText\b|\sstyle=["'`]|setAttribute\(\s*['"]style/;

const longestFile = 400;

type Import = { target: string; isTypeOnly: boolean };
type Sources = Map<string, string>;

const sources = readSources();
const code = withoutTests(sources);

describe('the house', () => {
  test('was looked at', () => {
    expect(code.size).toBeGreaterThan(5);
    expect([...code].flatMap(([file, text]) => importsOf(file, text)).length).toBeGreaterThan(5);
  });

  test('has imports along the arrows only', () => {
    expect(wrongArrows(code)).toEqual([]);
  });

  test('has no circle of imports', () => {
    expect(circles(code)).toEqual([]);
  });

  test('rows 8 and 11: puts no markup or style into a page as text', () => {
    expect(filesWith(code, forbiddenWords)).toEqual([]);
  });

  test(`has no file longer than ${longestFile} lines`, () => {
    expect(longFiles(sources)).toEqual([]);
  });
});

describe('the check of the house', () => {
  test.each([
    ['a room outside its arrows', 'chat/a.ts', "import { b } from '../store/b.ts';"],
    ['a starred room by value', 'store/a.ts', "import { b } from '../api/b.ts';"],
    ['a starred room by a list of types', 'store/a.ts', "import { type B } from '../api/b.ts';"],
    ['a re-export', 'ui/a.ts', "export { b } from '../chat/b.ts';"],
    ['an import for its effect', 'loader/a.ts', "import '../widget/b.ts';"],
    ['a dynamic import', 'loader/a.ts', "const b = await import('../widget/b.ts');"],
    ['an import over many lines', 'server/a.ts', "import {\n  b,\n  c,\n} from '../api/b.ts';"],
    ['the composition root of another room', 'store/compose.ts', "import { b } from '../platform/b.ts';"],
    ['the platform in the console', 'console/a.ts', "import type { B } from '../platform/b.ts';"],
    ['testing from code', 'server/a.ts', "import { b } from '../testing/b.ts';"],
    ['a room nobody knows', 'utils/a.ts', "import { b } from '../chat/b.ts';"],
    ['a package in a room without', 'chat/a.ts', "import { signal } from '@preact/signals';"],
    ['Node in a client room', 'api/a.ts', "import { join } from 'node:path';"],
  ])('finds %s', (_, file, text) => {
    expect(wrongArrows(new Map([[file, text]]))).toHaveLength(1);
  });

  test.each([
    ['a type along a starred arrow', 'store/a.ts', "import type { B } from '../api/b.ts';"],
    ['a neighbour', 'chat/a.ts', "import { b } from './b.ts';"],
    ['the composition root', 'widget/compose.ts', "import { b } from '../api/b.ts';"],
    ['the table of operations', 'api/a.ts', "import { operations } from '../protocol/operations.ts';"],
    ['a comment', 'chat/a.ts', "// import { b } from '../store/b.ts';"],
    ['a stylesheet', 'widget/a.ts', "import css from './styles/a.css?inline';"],
  ])('lets %s pass', (_, file, text) => {
    expect(wrongArrows(new Map([[file, text]]))).toEqual([]);
  });

  test('finds a circle, but none made of types', () => {
    const there = (how: string) => new Map([...pair, ['chat/b.ts', `${how} { a } from './a.ts';`]]);
    const pair: [string, string][] = [['chat/a.ts', "import { b } from './b.ts';"]];

    expect(circles(there('import'))).toEqual(['chat/a.ts → chat/b.ts → chat/a.ts']);
    expect(circles(there('import type'))).toEqual([]);
  });

  test('finds markup as text, and a long file', () => {
    expect(filesWith(new Map([['ui/a.ts', 'node.innerHTML = text;']]), forbiddenWords)).toEqual(['ui/a.ts']);
    expect(filesWith(new Map([['ui/a.tsx', '<p style="color: red">']]), forbiddenWords)).toEqual(['ui/a.tsx']);
    expect(longFiles(new Map([['ui/a.ts', '\n'.repeat(longestFile + 1)]]))).toHaveLength(1);
  });
});

function readSources(): Sources {
  const folder = join(import.meta.dirname.replaceAll('\\', '/'), '..');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
  const wanted = files.filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
  return new Map(wanted.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

function withoutTests(all: Sources): Sources {
  return new Map([...all].filter(([file]) => !/^testing\/|\.(test|bench)\.tsx?$/.test(file)));
}

function importsOf(file: string, text: string): Import[] {
  const bare = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
  const found: Import[] = [];
  for (const [, isType, path = ''] of bare.matchAll(
    /\b(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]*?\bfrom\s*)?['"]([^'"]+)['"]/g,
  )) {
    found.push({ target: resolved(file, path), isTypeOnly: isType !== undefined });
  }
  for (const [, isType, path = ''] of bare.matchAll(/(typeof\s+)?\bimport\(\s*['"`]([^'"`$]+)['"`]/g)) {
    found.push({ target: resolved(file, path), isTypeOnly: isType !== undefined });
  }
  return found;
}

function resolved(file: string, path: string): string {
  return path.startsWith('.') ? normalize(join(dirname(file), path)) : `npm:${path}`;
}

function wrongArrows(all: Sources): string[] {
  return [...all].flatMap(([file, text]) =>
    importsOf(file, text)
      .filter((found) => !isAllowed(file, found))
      .map(({ target, isTypeOnly }) => `${file} imports ${target}${isTypeOnly ? ' (type)' : ''}`),
  );
}

function isAllowed(file: string, { target, isTypeOnly }: Import): boolean {
  const room = roomOf(file);
  const allowed = arrows[room];
  if (allowed === undefined) return false;
  if (target.startsWith('npm:')) return isAllowedPackage(room, target.slice('npm:'.length));

  const other = roomOf(target);
  return (
    other === room ||
    allowed.includes(other) ||
    (isTypeOnly && allowed.includes(`${other}*`)) ||
    exceptions.some(({ from, to }) => from.test(file) && to.test(target))
  );
}

function isAllowedPackage(room: string, name: string): boolean {
  if (name.startsWith('node:')) return room === 'server';
  return packages[room]?.includes(name) ?? true;
}

function roomOf(path: string): string {
  return path.slice(0, path.indexOf('/'));
}

function circles(all: Sources): string[] {
  const found: string[] = [];
  const finished = new Set<string>();
  const visit = (file: string, way: string[]): void => {
    if (way.includes(file)) found.push([...way.slice(way.indexOf(file)), file].join(' → '));
    if (way.includes(file) || finished.has(file)) return;

    for (const { target, isTypeOnly } of importsOf(file, all.get(file) ?? '')) {
      if (!isTypeOnly && all.has(target)) visit(target, [...way, file]);
    }
    finished.add(file);
  };
  for (const file of all.keys()) visit(file, []);
  return found;
}

function filesWith(all: Sources, words: RegExp): string[] {
  return [...all].filter(([, text]) => words.test(text)).map(([file]) => file);
}

function longFiles(all: Sources): string[] {
  return [...all]
    .map(([file, text]) => ({ file, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > longestFile)
    .map(({ file, lines }) => `${file}: ${lines} lines`);
}
