import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
const rows = read('docs/accessibility.md')
  .split('\n')
  .filter((line) => /^\| \d/.test(line));

test('the table of accessibility has every criterion of levels A and AA once, in order', () => {
  const numbers = rows.map((row) => row.split('|')[1]?.trim() ?? '');

  expect(numbers).toHaveLength(51);
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })));
});

test('the table of accessibility names tests that exist', () => {
  const named = rows.flatMap((row) => [...row.matchAll(/`([^`]+)` “([^”]+)”/g)]);

  expect(named.length).toBeGreaterThan(30);
  expect(named.filter(([, file = '', title = '']) => !read(file).includes(title)).map(([text]) => text)).toEqual([]);
});

test('each row of the table of accessibility is held by a test, by reading, or does not apply', () => {
  expect(rows.filter((row) => !/” \|$|\| by reading \|$|not applicable: .*\| \|$/.test(row))).toEqual([]);
});
