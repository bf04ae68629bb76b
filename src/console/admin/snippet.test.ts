import { expect, test } from 'vitest';
import { policyHeader, previewAddress, snippet } from './snippet.ts';

const shop = { origin: 'https://chat.example', organizationId: 'o1', deploymentId: 'd1', queue: 'A & "B"' };

test('a snippet says what differs from the default, and nothing else', () => {
  const made = snippet(shop, { theme: 'dark', form: '', 'text-launcher': '<Ask>' });

  expect(made).toBe(`<script async src="https://chat.example/porchlight.js"
  data-organization-id="o1"
  data-deployment-id="d1"
  data-queue="A &amp; &quot;B&quot;"
  data-theme="dark"
  data-text-launcher="&lt;Ask>"></script>`);
});

test('a pinned snippet names the version and its hash, and a ready look brings its sheet and policy', () => {
  const made = snippet(shop, { css: 'ink' }, { name: 'b1', loaderHash: 'sha256-x' });

  expect(made).toContain('<link rel="stylesheet" href="https://chat.example/porchlight/theme-ink.css">\n<script');
  expect(made).toContain(
    'src="https://chat.example/porchlight/b1/porchlight.js"\n  integrity="sha256-x"\n  crossorigin=',
  );
  expect(made).not.toContain('css=');
  expect(policyHeader(shop, { css: 'ink' })).toBe(
    'Content-Security-Policy: script-src https://chat.example; connect-src https://chat.example wss://chat.example; style-src https://chat.example',
  );
});

test('a snippet in a language with another word for the launcher brings that word, unless one was written', () => {
  expect(snippet(shop, { locale: 'ja' })).toContain('data-locale="ja"\n  data-text-launcher="チャット"');
  expect(snippet(shop, { locale: 'ja', 'text-launcher': '質問' })).toContain('data-text-launcher="質問"');
  expect(snippet(shop, { locale: 'de' })).not.toContain('text-launcher');
});

test('the preview is asked for the same, opened', () => {
  const { pathname, searchParams } = new URL(previewAddress(shop, { css: 'ink', locale: 'de' }), shop.origin);

  expect(pathname).toBe('/porchlight/preview');
  expect(Object.fromEntries(searchParams)).toEqual({
    'organization-id': 'o1',
    'deployment-id': 'd1',
    queue: 'A & "B"',
    locale: 'de',
    css: 'ink',
    open: 'true',
  });
});
