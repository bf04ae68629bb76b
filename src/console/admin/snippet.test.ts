import { expect, test } from 'vitest';
import { attributes } from '../../embed/contract/attributes.ts';
import { policyHeader, previewAddress, snippet } from './snippet.ts';
import { picks, readFurther, written } from './snippet-fields.ts';

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

test('every attribute of the tag can be chosen or written, and nothing that is none', () => {
  const offered = [...Object.values(picks).flat(), ...Object.values(written).flat()];
  const kebab = attributes.map((name) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
  const asked = ['organization-id', 'deployment-id', 'queue'];
  // A token is each visitor's own: only the page can write it.
  expect(kebab.filter((name) => !offered.some((one) => one === name))).toEqual([...asked, 'member-auth-token']);

  const lines = 'data-field-order-id="77"\n\nmember-auth-token=abc\ntext-send = Go\ntheem=dark\nqueue=Other\nonclick=x';
  const { choices, problems } = readFurther(lines);
  expect(choices).toEqual({ 'field-order-id': '77', 'member-auth-token': 'abc', 'text-send': 'Go' });
  expect(problems).toHaveLength(3);
});

test('what the page around decides is in the tag, and not in the preview', () => {
  const choices = { 'show-on': '/shop/*', load: 'idle', 'api-base': 'https://api.example', 'text-title': 'Help' };

  expect(snippet(shop, choices)).toContain('data-show-on="/shop/*"');
  expect(policyHeader(shop, choices)).toContain('connect-src https://api.example wss://api.example');
  expect([...new URL(previewAddress(shop, choices), shop.origin).searchParams.keys()]).toEqual([
    'organization-id',
    'deployment-id',
    'queue',
    'text-title',
    'open',
  ]);
});
