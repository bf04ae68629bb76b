import './dom.ts';
import { configure } from '@testing-library/preact';
import { afterAll } from 'vitest';

// Real services answer these pages, on machines that may be busy.
configure({ asyncUtilTimeout: 15_000 });

/** What a view left on the page would be found by the next file in this process. */
afterAll(() => {
  const { childElementCount, innerHTML } = document.body;
  if (childElementCount > 0) throw new Error(`Left on the page for the next file: ${innerHTML.slice(0, 200)}`);
});
