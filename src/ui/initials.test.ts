import { expect, test } from 'vitest';
import { initials } from './initials.ts';

test.each([
  ['Ada Lovelace', 'AL'],
  ['  ada  ', 'a'],
  ['Ada King Lovelace', 'AK'],
  ['𝒜da 王', '𝒜王'],
  ['', ''],
])('%j is short for %j', (name, short) => {
  expect(initials(name)).toBe(short);
});
