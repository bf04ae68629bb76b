import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path/posix';
import { describe, expect, test } from 'vitest';
import { forbiddenWordsIn } from './forbidden-words.ts';

const root = join(import.meta.dirname.replaceAll('\\', '/'), '../../..');

const configs = ['vite.config.ts', 'vitest.config.ts', 'playwright.config.ts'];
const inFolders = ['src', 'e2e', 'scripts', 'examples'].flatMap((folder) =>
  readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => /\.(?:tsx?|mjs)$/.test(file) && !/\.d\.ts$|node_modules|forbidden-words/.test(file)),
);
const files = [...configs, ...inFolders];

test('no identifier and no comment has a forbidden word', () => {
  expect(files.length).toBeGreaterThan(500);
  expect(files.flatMap((file) => forbiddenWordsIn(file, readFileSync(`${root}/${file}`, 'utf8')))).toEqual([]);
});

describe('the check of words', () => {
  test.each([
    ['a whole name', 'const deed = 1;', 'a.ts:1 deed'],
    ['a part of a name', 'const lastDeedOf = 1;', 'a.ts:1 lastDeedOf'],
    ['a type', '\ntype Deed = string;', 'a.ts:2 Deed'],
    ['a property', 'const it = { told: true };', 'a.ts:1 told'],
    ['a comment', '// Whoever asks gets it.', 'a.ts:1 Whoever'],
    ['a docstring', '/**\n * Stores of before.\n */', 'a.ts:1 of before'],
  ])('finds it in %s', (_, text, found) => {
    expect(forbiddenWordsIn('a.ts', text)).toEqual([found]);
  });

  test.each([
    ['texts', "const text = 'nobody told me';"],
    ['other words', 'const outlook = lookup(foretold);'],
  ])('lets %s pass', (_, text) => {
    expect(forbiddenWordsIn('a.ts', text)).toEqual([]);
  });
});
