import { expect, test } from 'vitest';
import { xssCorpus } from '../testing/harness/xss-corpus.ts';
import { safeHref, splitLinks } from './links.ts';

const links = (text: string) => splitLinks(text).flatMap(({ href }) => href ?? []);

test.each([
  ['see https://shop.example/a?b=1#c', 'https://shop.example/a?b=1#c'],
  ['(http://shop.example/a)', 'http://shop.example/a'],
  ['Is it https://shop.example/a? Yes!', 'https://shop.example/a'],
  ['https://shop.example/wiki/Lamp_(oil) is good.', 'https://shop.example/wiki/Lamp_(oil)'],
  ['write to mailto:help@shop.example, please', 'mailto:help@shop.example'],
  ['tel:+4930123456', 'tel:+4930123456'],
  ['<https://shop.example/>', 'https://shop.example/'],
])('%s leads to %s', (text, href) => {
  expect(links(text)).toEqual([href]);
});

test.each([
  'javascript:alert(1)',
  'java\tscript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'https://',
  'http://[',
  'no address at all',
])('%j is no link', (text) => {
  expect(links(text)).toEqual([]);
  expect(safeHref(text)).toBeUndefined();
});

test('row 14: of hundreds of attacks no letter is lost, and none leads anywhere but by an allowed scheme', () => {
  expect(new Set(xssCorpus).size).toBeGreaterThanOrEqual(200);

  for (const attack of xssCorpus) {
    const pieces = splitLinks(attack);
    expect(pieces.map(({ text }) => text).join('')).toBe(attack);
    const led = [...pieces.map(({ href }) => href), safeHref(attack)].filter((href) => href !== undefined);
    expect(led.filter((href) => !/^(https?|mailto|tel):/.test(href))).toEqual([]);
  }
});

test('no letter of a message is lost or doubled', () => {
  const text = 'a https://x.example/1, b mailto:c@d.example. e\nhttps://y.example/(z) javascript:f';

  const pieces = splitLinks(text);

  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  expect(pieces.filter(({ href }) => href)).toHaveLength(3);
});

test.each([
  ['dots', `http://${'.'.repeat(3990)}`],
  ['schemes', 'http://'.repeat(570)],
  ['brackets', `http://a${'('.repeat(1900)}${')'.repeat(1900)}`],
  ['open brackets and dots', 'http://(.'.repeat(440)],
  ['brackets to and fro', `http://${'(a)'.repeat(1300)}.`],
  ['one long bracket', `http://(${'a'.repeat(3900)}${')'.repeat(90)}`],
])('the longest message of %s takes no longer to read than one full of links', (_, text) => {
  const floorMs = readingMs('see https://x.example/a, '.repeat(160));

  expect(readingMs(text) / floorMs).toBeLessThan(20);
});

/** The best of a few, so that a busy machine is not taken for a slow expression. */
function readingMs(text: string): number {
  const times = Array.from({ length: 9 }, () => {
    const startedAt = performance.now();
    splitLinks(text);
    return performance.now() - startedAt;
  });
  return Math.min(...times);
}
