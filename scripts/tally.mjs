/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Tally
 */

/**
 * What vitest's JSON report counts. A file that did not even load is one failure.
 * @returns {Tally}
 */
export function tallyOfVitest(report) {
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
}

/**
 * What Playwright's JSON report counts. An error outside of any test is one failure each.
 * @returns {Tally}
 */
export function tallyOfPlaywright({ stats, errors }) {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
}

/**
 * A step that ended badly without a counted failure is one failure; so is one that executed nothing.
 * @param {number} code how the step's program ended
 * @param {Tally | undefined} counted undefined: it left no report
 * @returns {Tally}
 */
export function tallyOfStep(code, counted = { passed: 0, failed: 0, skipped: 0 }) {
  const didNothing = counted.passed + counted.failed === 0;
  const hidesFailure = code !== 0 && counted.failed === 0;
  return didNothing || hidesFailure ? { ...counted, failed: counted.failed + 1 } : counted;
}

/**
 * @param {Tally[]} tallies
 * @returns {Tally}
 */
export function sum(tallies) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of tallies) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/**
 * The suite's last line, which machines read too.
 * @param {Tally} tally
 */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
