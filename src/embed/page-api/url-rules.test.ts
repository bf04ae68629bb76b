import { expect, test } from 'vitest';
import { isWelcome } from './url-rules.ts';

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
])('row 57: with %s the chat is to be seen or not', (_, showOn, hideOn, isSeen) => {
  expect(isWelcome(shop, showOn, hideOn)).toBe(isSeen);
});

test('a glob made to be slow is not', () => {
  const started = performance.now();

  isWelcome(`https://shop.example/${'a'.repeat(5000)}`, `/${'*a'.repeat(2000)}b`);

  expect(performance.now() - started).toBeLessThan(1000);
});
