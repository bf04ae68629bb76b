import { describe, expect, test } from 'vitest';
import { longestFactory, longestFunction, longFunctionsIn } from './shape.ts';
import { readSources, withoutTests } from './sources.ts';

const code = withoutTests(readSources());
const lines = (count: number) => Array.from({ length: count }, () => '  call();').join('\n');

test(`functions have at most ${longestFunction} lines, and factories ${longestFactory}`, () => {
  expect([...code].flatMap(([file, text]) => longFunctionsIn(file, text))).toEqual([]);
});

describe('the check of functions', () => {
  test.each([
    ['a function', `function run() {\n${lines(59)}\n}`, 'run: 61'],
    ['an arrow', `const run = () => {\n${lines(59)}\n};`, 'run: 61'],
    ['a method', `const it = {\n  run() {\n${lines(59)}\n  },\n};`, 'run: 61'],
    ['a factory', `function create() {\n  const it = 1;\n${lines(117)}\n  return { it };\n}`, 'create: 121'],
    [
      'one inside another',
      `function create() {\n  function run() {\n${lines(59)}\n  }\n  return { run };\n}`,
      'run: 61',
    ],
  ])('finds %s that is a line too long', (_, text, found) => {
    expect(longFunctionsIn('a.ts', text)).toEqual([`a.ts ${found}`]);
  });

  test.each([
    ['a function', `function run() {\n${lines(58)}\n}`],
    ['a factory', `function create() {\n  const it = 1;\n${lines(116)}\n  return { it };\n}`],
  ])('lets %s of the full length pass', (_, text) => {
    expect(longFunctionsIn('a.ts', text)).toEqual([]);
  });
});
