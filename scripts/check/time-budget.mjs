/**
 * What each part of `npm test` may take on two quiet cores, in seconds, counted after installation. A part that needs
 * more moves something to `npm run proof`. No run fails by these: machines are busy.
 */
export const timeBudget = [
  { name: 'static and unit', seconds: 120, steps: ['types', 'lint', 'dead-code', 'unit'] },
  { name: 'second engine', seconds: 50, steps: ['postgres'] },
  { name: 'build', seconds: 20, steps: ['build', 'budgets', 'package'] },
  { name: 'Chromium', seconds: 210, steps: ['chromium'] },
  { name: 'Firefox', seconds: 25, steps: ['firefox'] },
];

/** For what comes. */
export const reservedSeconds = { WebKit: 45, 'nodes and buses': 40, mail: 25, media: 30, reserve: 35 };

/** @typedef {{ startedAt: number, endedAt: number }} Span both in seconds of one clock */

/**
 * What each part took beside what it may take. The steps of a part may run side by side, so its time is from the first
 * one's start to the last one's end.
 * @param {Record<string, Span>} spans by step; those that did not run are left out
 */
export function measureParts(spans) {
  return timeBudget.flatMap(({ name, seconds: budget, steps }) => {
    const ran = steps.filter((step) => Object.hasOwn(spans, step)).map((step) => spans[step]);
    if (ran.length === 0) return [];
    const startedAt = Math.min(...ran.map((span) => span.startedAt));
    const endedAt = Math.max(...ran.map((span) => span.endedAt));
    return [{ name, budget, seconds: endedAt - startedAt }];
  });
}

/**
 * The lines after a run: each part beside its budget, and the sum.
 * @param {ReturnType<typeof measureParts>} parts
 * @returns {string[]}
 */
export function timeTable(parts) {
  const sum = (key) => parts.reduce((total, part) => total + part[key], 0);
  const rows = [...parts, { name: 'sum', seconds: sum('seconds'), budget: sum('budget') }];
  return rows.map(({ name, seconds, budget }) => {
    return `  ${name.padEnd(16)}${seconds.toFixed(1).padStart(7)} s of ${String(budget).padStart(3)} s`;
  });
}

/**
 * @param {ReturnType<typeof measureParts>} parts
 * @returns {string[]}
 */
export function partsOverBudget(parts) {
  return parts
    .filter(({ seconds, budget }) => seconds > budget)
    .map(({ name, seconds, budget }) => `${name}: ${(seconds - budget).toFixed(1)} s over its ${budget} s`);
}
