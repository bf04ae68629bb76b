import { expect, test } from 'vitest';
import { checkOrigin } from './origin.ts';

const allows = (domains: string[], origin: string | undefined) => checkOrigin(domains, origin) === undefined;

test('an empty list allows any page, and a program without Origin is never refused', () => {
  expect(allows([], 'https://anywhere.example')).toBe(true);
  expect(allows(['shop.example'], undefined)).toBe(true);
});

test.each([
  ['shop.example', 'https://shop.example', true],
  ['shop.example', 'http://shop.example:8080', true],
  ['SHOP.example', 'https://shop.example', true],
  ['https://shop.example/', 'https://shop.example', true],
  ['shop.example', 'https://www.shop.example', false],
  ['shop.example', 'https://notshop.example', false],
  ['shop.example', 'https://shop.example.evil.example', false],
  ['*.shop.example', 'https://www.shop.example', true],
  ['*.shop.example', 'https://a.b.shop.example', true],
  ['*.shop.example', 'https://shop.example', false],
  ['*.shop.example', 'https://evilshop.example', false],
  ['shop.example:8443', 'https://shop.example:8443', true],
  ['shop.example:8443', 'https://shop.example', false],
  ['shop.example:443', 'https://shop.example', true],
  ['localhost:3000', 'http://localhost:3000', true],
  ['[::1]:3000', 'http://[::1]:3000', true],
  ['[::1]', 'http://[::1]:3000', true],
  ['bücher.example', 'https://bücher.example', true],
  ['Bücher.example', 'https://xn--bcher-kva.example', true],
  ['xn--bcher-kva.example', 'https://BÜCHER.example', true],
  ['*.bücher.example', 'https://www.bücher.example', true],
  ['*.bücher.example', 'https://bücher.example', false],
  ['bücher.example:8443', 'https://bücher.example:8443', true],
  ['bu\u0308cher.example', 'https://bücher.example', true],
  ['bücher.example', 'https://bucher.example', false],
  ['例え.テスト', 'https://xn--r8jz45g.xn--zckzah', true],
  ['shop.example', 'null', false],
  ['shop.example', 'file:///shop.example', false],
  ['shop.example', 'https://shop.example@evil.example', false],
])('%s and a page of %s: %s', (domain, origin, expected) => {
  expect(allows(['other.example', domain], origin)).toBe(expected);
});
