import { expect, test } from 'vitest';
import { conformance, coverage, written } from './conformance.mjs';

test('every operation has a test that names it', () => {
  expect(coverage()).toHaveLength(19);
  expect(coverage().flatMap(([name, , tests]) => (tests.length === 0 ? [name] : []))).toEqual([]);
});

test('docs/conformance.md is what `node scripts/check/conformance.mjs` writes', () => {
  expect(written()).toBe(conformance());
});
