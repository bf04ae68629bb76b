import type { Random } from '../environment.ts';

/** The browser's randomness. `crypto.randomUUID` needs a secure context, and some shops are on plain http. */
export const browserRandom: Random = {
  fraction: () => Math.random(),
  id: () =>
    '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) => {
      const [byte = 0] = crypto.getRandomValues(new Uint8Array(1));
      return (+digit ^ (byte & (15 >> (+digit / 4)))).toString(16);
    }),
};
