import { expect, test } from 'vitest';
import { summaryLines } from './summary-lines.mjs';

const machine = { isRoot: false, hasApt: true, isContinuous: false };

test('what needed a second try, ran over its time or did not run is named before the sum, which is last [T2]', () => {
  const lines = summaryLines({
    total: { passed: 9, failed: 0, skipped: 1 },
    parts: [{ name: 'Chromium', budget: 210, seconds: 211 }],
    installedSeconds: 12.34,
    missing: [{ name: 'Firefox', way: 'apt-get install firefox-esr' }],
    machine,
    retried: ['a.test.ts › is slow'],
  });

  expect(lines).toEqual([
    '',
    'seconds beside what two quiet cores may take:',
    '  Chromium          211.0 s of 210 s',
    '  sum               211.0 s of 210 s',
    'installation, counted apart: 12.3 s',
    'over its time: Chromium: 1.0 s over its 210 s',
    'passed at its second try: a.test.ts › is slow',
    'skipped Firefox: it is not on this machine. To get it: apt-get install firefox-esr',
    '9 passed, 0 failed, 1 skipped',
  ]);
});

test('a quick run without anything to name ends in its sum', () => {
  const total = { passed: 1, failed: 0, skipped: 0 };

  const lines = summaryLines({ total, parts: [], installedSeconds: 0, missing: [], machine, retried: [] });

  expect(lines).toEqual(['', 'installation, counted apart: 0.0 s', '1 passed, 0 failed']);
});
