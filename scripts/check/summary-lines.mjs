import { missingLines } from './missing-engines.mjs';
import { summaryLine } from './test-summary.mjs';
import { partsOverBudget, timeTable } from './time-budget.mjs';

/**
 * Everything after the last step; the very last line is the sum, which machines read too.
 * @param {object} run
 * @param {import('./test-summary.mjs').TestSummary} run.total
 * @param {ReturnType<typeof import('./time-budget.mjs').measureParts>} run.parts
 * @param {number} run.installedSeconds
 * @param {import('./missing-engines.mjs').MissingEngine[]} run.missing
 * @param {import('./missing-engines.mjs').Machine} run.machine
 * @param {string[]} run.retried
 * @returns {string[]}
 */
export function summaryLines({ total, parts, installedSeconds, missing, machine, retried }) {
  return [
    '',
    ...(parts.length > 0 ? ['seconds beside what two quiet cores may take:', ...timeTable(parts)] : []),
    `installation, counted apart: ${installedSeconds.toFixed(1)} s`,
    ...partsOverBudget(parts).map((line) => `over its time: ${line}`),
    ...retried.map((title) => `passed at its second try: ${title}`),
    ...missingLines(missing, machine),
    summaryLine(total),
  ];
}
