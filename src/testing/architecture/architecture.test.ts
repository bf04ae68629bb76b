import { describe, expect, test } from 'vitest';
import { wrongArrows } from './arrows.ts';
import { circlesOfFiles, circlesOfFolders } from './circles.ts';
import { importsOf, readSources, type Sources, withoutTests } from './sources.ts';

/** Markup and styles from strings: dangerous in a host page, and refused by strict policies. */
const forbiddenWords =
  /\.(?:inner|outer)HTML\b|insertAdjacentHTML|dangerouslySetInnerHTML|\.cssText\b|\sstyle=["'`]|setAttribute\(\s*['"]style/;

/** Catalogues of texts and migrations aside. */
const longestFile = 300;
const longestTest = 410;
/** The list may only get shorter. */
const stillTooLong = ['chat-store/chat-store.ts'];

const sources = readSources();
const code = withoutTests(sources);

describe('the house', () => {
  test('is read', () => {
    expect(code.size).toBeGreaterThan(5);
    expect([...code].flatMap(([file, text]) => importsOf(file, text)).length).toBeGreaterThan(5);
  });

  test('has imports along the arrows only', () => {
    expect(wrongArrows(code)).toEqual([]);
  });

  test('has no circle of files, types included', () => {
    expect(circlesOfFiles(code)).toEqual([]);
  });

  test('has no circle of folders, types included', () => {
    expect(circlesOfFolders(code)).toEqual([]);
  });

  test('rows 8 and 11: puts no markup or style into a page as text', () => {
    expect(filesWith(code, forbiddenWords)).toEqual([]);
  });

  test(`has no file longer than ${longestFile} lines, but those on the list, and no test than ${longestTest}`, () => {
    const long = longFiles(code, longestFile).filter((line) => !/^[\w/-]+\/messages\/|migrations\//.test(line));

    expect(long.map((line) => line.split(':')[0])).toEqual(stillTooLong);
    expect(longFiles(sources, longestTest)).toEqual([]);
  });
});

describe('the check of the house', () => {
  test.each([
    ['a room outside its arrows', 'chat/a.ts', "import { b } from '../chat-store/b.ts';"],
    ['a starred room by value', 'chat-store/a.ts', "import { b } from '../client/b.ts';"],
    ['a starred room by a list of types', 'chat-store/a.ts', "import { type B } from '../client/b.ts';"],
    ['a re-export', 'ui/a.ts', "export { b } from '../client/b.ts';"],
    ['an import for its effect', 'embed/loader/a.ts', "import '../widget/b.ts';"],
    ['a dynamic import', 'embed/loader/a.ts', "const b = await import('../widget/b.ts');"],
    ['an import over many lines', 'server/core/a.ts', "import {\n  b,\n  c,\n} from '../../client/b.ts';"],
    ['the composition root of another room', 'chat-store/compose.ts', "import { b } from '../environment/b.ts';"],
    [
      'the real browser outside a composition root',
      'embed/widget/a.ts',
      "import { b } from '../../environment/browser/b.ts';",
    ],
    ['a rule that asks the store', 'server/domain/a.ts', "import type { B } from '../storage/b.ts';"],
    ['a socket in a job', 'server/jobs/a.ts', "import { b } from '../realtime/b.ts';"],
    ['testing from code', 'server/core/a.ts', "import { b } from '../../testing/b.ts';"],
    ['a room that is not on the list', 'utils/a.ts', "import { b } from '../chat/b.ts';"],
    ['a package in a room without', 'chat/a.ts', "import { signal } from '@preact/signals';"],
    ['Node in a client room', 'client/a.ts', "import { join } from 'node:path';"],
  ])('finds %s', (_, file, text) => {
    expect(wrongArrows(new Map([[file, text]]))).toHaveLength(1);
  });

  test.each([
    ['a type along a starred arrow', 'chat-store/a.ts', "import type { B } from '../client/b.ts';"],
    ['a neighbour', 'chat/a.ts', "import { b } from './b.ts';"],
    ['a folder of the same room', 'chat/a.ts', "import { b } from './reconciler/b.ts';"],
    ['the composition root', 'embed/widget/compose.ts', "import { b } from '../../client/b.ts';"],
    ['a comment', 'chat/a.ts', "// import { b } from '../chat-store/b.ts';"],
    ['a stylesheet', 'embed/widget/a.ts', "import css from './styles/a.css?inline';"],
  ])('lets %s pass', (_, file, text) => {
    expect(wrongArrows(new Map([[file, text]]))).toEqual([]);
  });

  test.each(['import', 'import type', 'export'])('finds a circle of files made by %s', (how) => {
    const circle = new Map([
      ['chat/a.ts', "import { b } from './b.ts';"],
      ['chat/b.ts', `${how} { a } from './a.ts';`],
    ]);

    expect(circlesOfFiles(circle)).toEqual(['chat/a.ts → chat/b.ts → chat/a.ts']);
  });

  test('finds a circle of folders without one of files, and none between a folder and what lies inside it', () => {
    const types = (path: string) => `import type { B } from '${path}';`;
    const circle = new Map([
      ['chat/a.ts', types('../lib/b.ts')],
      ['lib/b.ts', ''],
      ['lib/c.ts', types('../chat/d.ts')],
      ['chat/d.ts', ''],
    ]);
    const inside = new Map([
      ['chat/a.ts', types('./reconciler/b.ts')],
      ['chat/reconciler/b.ts', ''],
      ['chat/reconciler/c.ts', types('../d.ts')],
      ['chat/d.ts', ''],
    ]);

    expect(circlesOfFolders(circle)).toEqual(['chat → lib → chat']);
    expect(circlesOfFolders(inside)).toEqual([]);
  });

  test('finds markup as text, and a long file', () => {
    expect(filesWith(new Map([['ui/a.ts', 'node.innerHTML = text;']]), forbiddenWords)).toEqual(['ui/a.ts']);
    expect(filesWith(new Map([['ui/a.tsx', '<p style="color: red">']]), forbiddenWords)).toEqual(['ui/a.tsx']);
    expect(longFiles(new Map([['ui/a.ts', '\n'.repeat(longestFile + 1)]]), longestFile)).toHaveLength(1);
  });
});

function filesWith(all: Sources, words: RegExp): string[] {
  return [...all].filter(([, text]) => words.test(text)).map(([file]) => file);
}

function longFiles(all: Sources, longest: number): string[] {
  return [...all]
    .map(([file, text]) => ({ file, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > longest)
    .map(({ file, lines }) => `${file}: ${lines} lines`);
}
