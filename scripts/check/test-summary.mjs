/**
 * @typedef {{ passed: number, failed: number, skipped: number }} TestSummary
 */

/**
 * What vitest's JSON report counts. A file that did not even load is one failure.
 * @returns {TestSummary}
 */
export function summarizeVitest(report) {
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
}

/**
 * What Playwright's JSON report counts. An error outside of any test is one failure each.
 * @returns {TestSummary}
 */
export function summarizePlaywright({ stats, errors }) {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
}

/**
 * What Playwright passed only at its second try, by file and title.
 * @returns {string[]}
 */
export function retriedInPlaywright({ suites }) {
  return suites.flatMap((suite) => retriedBelow(suite, []));
}

function retriedBelow({ title, file, suites = [], specs = [] }, above) {
  // The outermost one is the file, whose title is its path.
  const path = title === file ? above : [...above, title];
  const own = specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky'));
  return [
    ...own.map((spec) => [spec.file, ...path, spec.title].join(' › ')),
    ...suites.flatMap((suite) => retriedBelow(suite, path)),
  ];
}

/**
 * A step that ended badly without a counted failure is one failure; so is one that executed nothing. Each thing that
 * stood still is a failure.
 * @param {number} code how the step's program ended
 * @param {TestSummary | undefined} counted undefined: it left no report
 * @param {string[]} [standing]
 * @returns {TestSummary}
 */
export function summarizeStep(code, counted = { passed: 0, failed: 0, skipped: 0 }, standing = []) {
  if (standing.length > 0) return { ...counted, failed: counted.failed + standing.length };
  const didNothing = counted.passed + counted.failed === 0;
  const hidesFailure = code !== 0 && counted.failed === 0;
  return didNothing || hidesFailure ? { ...counted, failed: counted.failed + 1 } : counted;
}

/**
 * @param {TestSummary[]} summaries
 * @returns {TestSummary}
 */
export function sum(summaries) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of summaries) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/**
 * The suite's last line, which machines read too.
 * @param {TestSummary} summary
 */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
