import { expect, test } from 'vitest';
import { budgets, exceededBudgets } from './sizes.mjs';

test('a budget may be used up, but not exceeded by a byte', () => {
  const full = Object.fromEntries(Object.entries(budgets).map(([name, gzip]) => [name, { raw: 0, gzip }]));
  const over = { ...full, loader: { raw: 0, gzip: budgets.loader + 1 } };

  expect(exceededBudgets(full)).toEqual([]);
  expect(exceededBudgets(over)).toEqual(['the loader: 3073 bytes gzipped, 1 over the budget of 3072']);
});
