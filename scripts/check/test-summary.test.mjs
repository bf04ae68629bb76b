import { expect, test } from 'vitest';
import {
  retriedInPlaywright,
  sum,
  summarizePlaywright,
  summarizeStep,
  summarizeVitest,
  summaryLine,
} from './test-summary.mjs';

test('the last line names skipped tests only where there are some', () => {
  expect(summaryLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
  expect(summaryLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
});

test('a step that ends badly without a counted failure is one failure', () => {
  expect(summarizeStep(1, { passed: 4, failed: 0, skipped: 0 })).toMatchObject({ passed: 4, failed: 1 });
  expect(summarizeStep(1, { passed: 4, failed: 2, skipped: 0 })).toMatchObject({ passed: 4, failed: 2 });
  expect(summarizeStep(1, undefined)).toMatchObject({ passed: 0, failed: 1 });
});

test('a step that executed nothing is one failure', () => {
  expect(summarizeStep(0, { passed: 0, failed: 0, skipped: 5 })).toMatchObject({ failed: 1, skipped: 5 });
  expect(summarizeStep(0, { passed: 1, failed: 0, skipped: 0 })).toMatchObject({ failed: 0 });
});

test('each thing that stood still is one failure beside what was counted [T1]', () => {
  const counted = { passed: 4, failed: 1, skipped: 0 };

  expect(summarizeStep(137, counted, ['a stands still', 'b stands still'])).toEqual({
    passed: 4,
    failed: 3,
    skipped: 0,
  });
});

test('what needed a second try is named by file, groups and title [T2]', () => {
  const specs = (title, status) => [{ file: 'a.test.ts', title, tests: [{ status }] }];
  const inner = { title: 'on a phone', file: 'a.test.ts', specs: specs('scrolls', 'flaky') };
  const outer = { title: 'a.test.ts', file: 'a.test.ts', specs: specs('opens', 'expected'), suites: [inner] };

  expect(retriedInPlaywright({ suites: [outer] })).toEqual(['a.test.ts › on a phone › scrolls']);
});

test('a unit test file that does not load is one failure', () => {
  const testResults = [
    { status: 'failed', assertionResults: [] },
    { status: 'passed', assertionResults: [{}] },
  ];
  const report = { testResults, numPassedTests: 1, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };

  expect(summarizeVitest(report)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test('reports add up', () => {
  const stats = { expected: 2, unexpected: 1, flaky: 0, skipped: 1 };

  const total = sum([{ passed: 1, failed: 0, skipped: 0 }, summarizePlaywright({ stats, errors: [] })]);

  expect(total).toEqual({ passed: 3, failed: 1, skipped: 1 });
});
