import { expect, test } from 'vitest';
import { pastedTag, themeSheet } from './pasted-tag.ts';

test('the tag to copy has the chosen values, whatever they contain', () => {
  const chosen = { 'data-text-title': '"<&' };

  expect(pastedTag('https://chat.example/porchlight.js', chosen, themeSheet('https://chat.example', 'paper'))).toBe(
    `<link rel="stylesheet" href="https://chat.example/porchlight/theme-paper.css">
<script async src="https://chat.example/porchlight.js"
  data-text-title="&quot;&lt;&amp;"></script>`,
  );
  expect(pastedTag('/porchlight.js', {}, themeSheet('', ''))).toBe('<script async src="/porchlight.js"></script>');
});
