import { expect, test } from 'vitest';
import { isContinuous, missingLines, summarizeMissing } from './missing-engines.mjs';

const debianRoot = { isRoot: true, hasApt: true, isContinuous: true };
const firefox = { name: 'Firefox', way: 'apt-get install firefox-esr' };

test('as root on Debian with CI=true a missing engine is a failure [T2]', () => {
  expect(summarizeMissing(debianRoot)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(missingLines([firefox], debianRoot)).toEqual([
    'FAILED  Firefox: it is not on this machine. To get it: apt-get install firefox-esr',
  ]);
});

test.each([
  ['another user than root', { isRoot: false }],
  ['another system', { hasApt: false }],
  ['a terminal', { isContinuous: false }],
])('for %s it is skipped, by name and with how to get it', (_, change) => {
  const machine = { ...debianRoot, ...change };

  expect(summarizeMissing(machine)).toEqual({ passed: 0, failed: 0, skipped: 1 });
  expect(missingLines([firefox], machine)).toEqual([
    'skipped Firefox: it is not on this machine. To get it: apt-get install firefox-esr',
  ]);
});

test('CI=false is no CI', () => {
  expect(['true', '1', 'TRUE'].map((CI) => isContinuous({ CI }))).toEqual([true, true, true]);
  expect([{}, { CI: '' }, { CI: 'false' }, { CI: '0' }].map(isContinuous)).toEqual([false, false, false, false]);
});
