import { expect, test } from 'vitest';
import { tokenize } from './tokenize.ts';

test.each([
  ['Wo ist meine Bestellung?', ['wo', 'ist', 'meine', 'bestellung']],
  ['Café CAFE cafe\u0301', ['cafe']],
  ['ＡＢＣ order-77', ['abc', 'order', '77']],
  ['مرحبا بك', ['مرحبا', 'بك']],
  ['!?… 🙂', []],
])('%s has the words %j', (text, words) => {
  expect(tokenize(text)).toEqual(words);
});

test.each([
  ['grosse', 'große'],
  ['ελλαδα', 'Ελλάδα'],
  ['οδοσ', 'ΟΔΟΣ'],
  ['lodz', 'Łódź'],
  ['dep', 'đẹp'],
  ['istanbul', 'İstanbul'],
  ['isik', 'ışık'],
  ['smorrebrod', 'Smørrebrød'],
  ['aether', 'Æther'],
  ['배송', '배송'],
])('%s is the word for %s', (folded, text) => {
  expect(tokenize(text)).toEqual([folded]);
});

test.each([
  ['配送', '配送はいつですか'],
  ['配送', '请问我的订单什么时候配送'],
  ['배송', '배송 조회'],
  ['ขอบ', 'ขอบคุณครับ'],
])('%s is a word of %s, which has few spaces or none', (word, text) => {
  expect(tokenize(text)).toContain(word);
});

test('a word has 64 letters at most, whole ones', () => {
  expect(tokenize('x'.repeat(4000))).toEqual(['x'.repeat(64)]);
  expect(tokenize(`${'a'.repeat(63)}${'𐐨'.repeat(3)}`)).toEqual([`${'a'.repeat(63)}𐐨`]);
});

test('words are folded already: once more changes nothing', () => {
  for (const text of ['Où est mon CAFÉ crème?', '배송은 언제 되나요', 'Łódź ΟΔΟΣ', 'ﷺ ﷺ']) {
    const words = tokenize(text);
    expect(tokenize(words.join(' '))).toEqual(words);
  }
});

/** The quickest of so many rounds, in milliseconds: what the machine does besides only slows. */
function timeOf(text: string): number {
  const times = Array.from({ length: 15 }, () => {
    const started = performance.now();
    tokenize(text);
    return performance.now() - started;
  });
  return Math.min(...times);
}

/** Four times the text may take ten times as long, on a busy machine; quadratic work takes sixteen. */
test.each([
  ['U+FDFA, which folds to eighteen letters', 'ﷺ'],
  ['Hangul', '배송은언제되나요'],
  ['marks of one kind', '\u0301'],
  ['marks of several kinds', '\u0301\u0323\u0345'],
  ['one word', 'x'],
  ['Thai', 'ขอบคุณมากครับ'],
  ['Japanese', '配送はいつですか'],
  ['Katakana', 'アイウエオ'],
  ['one ideograph', '龍'],
])('the time for %s grows with the length and no faster', (_, text) => {
  const ofLength = (length: number) => `e${text.repeat(length)}`.slice(0, length);
  timeOf(ofLength(1000));

  expect(timeOf(ofLength(4000))).toBeLessThan(Math.max(0.3, timeOf(ofLength(1000))) * 10);
});

test('what a text costs is bounded, however it folds and however long it is', () => {
  const plain = Math.max(0.2, timeOf('where is my parcel it is so late '.repeat(122)));

  expect(timeOf('ﷺ'.repeat(4000))).toBeLessThan(plain * 60);
  expect(timeOf('ﷺ'.repeat(400_000))).toBeLessThan(plain * 120);
});
