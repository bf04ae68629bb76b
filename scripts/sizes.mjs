import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { root } from './paths.mjs';

/**
 * @param {string | Buffer} content
 * @returns {{ raw: number, gzip: number }} bytes
 */
export function measure(content) {
  return { raw: Buffer.byteLength(content), gzip: gzipSync(content, { level: 9 }).length };
}

/** What a page loads until the composer is ready, as it was built. */
export function measureBuild() {
  const loader = measure(readFileSync(`${root}/dist/porchlight/porchlight.js`));
  const widget = measure(readFileSync(`${root}/dist/porchlight/widget.js`));
  const both = { raw: loader.raw + widget.raw, gzip: loader.gzip + widget.gzip };
  return { loader, widget, both };
}

/** Gzipped bytes. A visitor's first load may not cost more. */
export const budgets = { loader: 2560, both: 26_624 };

/**
 * One sentence for each budget that is exceeded.
 * @param {ReturnType<typeof measureBuild>} sizes
 */
export function exceededBudgets(sizes) {
  return Object.entries(budgets)
    .filter(([name, limit]) => sizes[name].gzip > limit)
    .map(([name, limit]) => {
      const label = name === 'both' ? 'loader and widget together' : `the ${name}`;
      return `${label}: ${sizes[name].gzip} bytes gzipped, ${sizes[name].gzip - limit} over the budget of ${limit}`;
    });
}
