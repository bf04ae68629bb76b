import { expect, test } from 'vitest';
import { isAllowedUrl } from './url-rules.ts';

const shop = 'https://shop.example/cart/pay?step=2';

test.each([
  ['no wish', '', '', true],
  ['its path', '/cart/pay', '', true],
  ['a part of its path', '/cart', '', false],
  ['a glob of its path', '/blog/* /cart/*', '', true],
  ['a glob of the whole address', '*step=2', '', true],
  ['a hidden path', '', '/cart/*', false],
  ['a path shown and hidden', '/*', '*/pay*', false],
  ['a glob whose ends would overlap', '/cart/pay*pay', '', false],
])('row 57: with %s the chat is visible or not', (_, showOn, hideOn, isSeen) => {
  expect(isAllowedUrl(shop, showOn, hideOn)).toBe(isSeen);
});

test('a glob made to be slow takes no time', () => {
  const timeOf = (length: number) => {
    const times = Array.from({ length: 5 }, () => {
      const started = performance.now();
      isAllowedUrl(`https://shop.example/${'a'.repeat(length)}`, `/${'*a'.repeat(length)}b`);
      return performance.now() - started;
    });
    return Math.min(...times);
  };

  // Ten times the text, with room for a busy machine; quadratic work takes a hundred times as long.
  expect(timeOf(50_000)).toBeLessThan(Math.max(0.2, timeOf(5_000)) * 50);
});
