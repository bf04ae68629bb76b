import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname.replaceAll('\\', '/'), '../../..');
const read = (file: string) => readFileSync(`${root}/${file}`, 'utf8');
const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/ARCHITECTURE.md', 'docs/decisions/README.md'];

test('the README has at most 250 lines', () => {
  expect(read('README.md').split('\n').length - 1).toBeLessThanOrEqual(250);
});

test('the glossary has at most 60 words, in order, each once', () => {
  const glossary = read('docs/ARCHITECTURE.md').split('## Words\n')[1] ?? '';
  const words = [...glossary.matchAll(/^\| (?!word )([\w() -]+) \|/gm)].map(([, word = '']) => word);

  expect(words.length).toBeGreaterThan(30);
  expect(words.length).toBeLessThanOrEqual(60);
  expect(words).toEqual([...new Set(words)].toSorted((one, other) => one.localeCompare(other, 'en')));
});

test.each(pages)('what %s links to is there', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:|mailto:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, path = '']) => path);

  expect(links.length > 0 || page === 'CHANGELOG.md').toBe(true);
  expect(links.filter((path) => !existsSync(join(root, dirname(page), path)))).toEqual([]);
});

test.each(pages)('the paths that %s names are there', (page) => {
  const paths = [...read(page).matchAll(/`((?:src|e2e|scripts|docs|examples|public)\/[\w./-]+)`/g)];

  expect(paths.map(([, path = '']) => path).filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('each of the three ways through the code has at most seven stations', () => {
  const ways = read('docs/ARCHITECTURE.md').match(/## A (?:received|sent|changed)[^#]*/g) ?? [];

  expect(ways).toHaveLength(3);
  for (const way of ways) {
    const stations = way.match(/^\d+\. /gm) ?? [];
    expect(stations.length).toBeGreaterThan(3);
    expect(stations.length).toBeLessThanOrEqual(7);
  }
});

test('the list of decisions has each page, with its number, date and title', () => {
  const files = readdirSync(`${root}/docs/decisions`).filter((file) => /^\d{4}-/.test(file));
  const rows = files.map((file) => {
    const [, number = '', title = ''] = /^# (\d+)\. (.+)/.exec(read(`docs/decisions/${file}`)) ?? [];
    const date = /^\d{4}-\d\d-\d\d$/m.exec(read(`docs/decisions/${file}`))?.[0];
    expect(file.startsWith(number.padStart(4, '0'))).toBe(true);
    return `| ${number} | ${date} | [${title}](${file}) |`;
  });

  expect(read('docs/decisions/README.md').match(/^\| \d+ .*$/gm)).toEqual(rows.toReversed());
});
