import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');

const upTo = (letter: string, last: number) => Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
/** What has been mended so far. */
const mended = [...upTo('T', 3), ...upTo('L', 10), ...upTo('S', 17)];

/** The finding's number stands at the end of a title, in brackets: `[S1]`. */
const numberedTitle = /\[([A-Z]\d+)\](?=['"`])/g;

const testFiles = ['src', 'e2e', 'scripts'].flatMap((folder) =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => /\.test\.(ts|tsx|mjs)$/.test(file)),
);
const numbersInTitles = new Set(
  testFiles.flatMap((file) => [...read(file).matchAll(numberedTitle)].map(([, number = '']) => number)),
);

/** A row of a table: `| S1 | … |`. */
const rowsOf = (file: string) =>
  read(file)
    .split('\n')
    .flatMap((line) => {
      const number = /^\| ([A-Z]\d+) \|/.exec(line)?.[1];
      return number === undefined ? [] : [{ number, line }];
    });

/** Tests are named as `file` “title”. */
const namedTests = (text: string) => [...text.matchAll(/`([^`]+\.test\.\w+)` “([^”]+)”/g)];
const missingTests = (text: string) =>
  namedTests(text)
    .filter(([, file = '', title = '']) => !testFiles.includes(file) || !read(file).includes(title))
    .map(([named]) => named);

describe('the list of findings', () => {
  test('has one line for each number that was mended', () => {
    expect(rowsOf('docs/findings.md').map(({ number }) => number)).toEqual(mended);
  });

  test('has a test for each number, whose title ends with it', () => {
    expect(mended.filter((number) => !numbersInTitles.has(number))).toEqual([]);
  });

  test('names a test in each line, and only tests that exist', () => {
    const rows = rowsOf('docs/findings.md');

    expect(rows.filter(({ line }) => namedTests(line).length === 0)).toEqual([]);
    expect(missingTests(read('docs/findings.md'))).toEqual([]);
  });
});

describe('the list of threats', () => {
  test('has a line for each finding about safety, with a test', () => {
    const rows = rowsOf('docs/security.md');

    expect(rows.map(({ number }) => number)).toEqual(upTo('S', 17));
    expect(rows.filter(({ line }) => namedTests(line).length === 0)).toEqual([]);
  });

  test('names only tests that exist', () => {
    expect(namedTests(read('docs/security.md')).length).toBeGreaterThan(17);
    expect(missingTests(read('docs/security.md'))).toEqual([]);
  });

  test('would miss a test that is gone', () => {
    expect(missingTests('`src/gone.test.ts` “anything”')).toHaveLength(1);
    const file = 'src/testing/architecture/findings.test.ts';
    expect(missingTests(`\`${file}\` “no such ${'title'}”`)).toHaveLength(1);
    expect(missingTests(`\`${file}\` “would miss a test that is gone”`)).toEqual([]);
  });
});
