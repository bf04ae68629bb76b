import { expect, test } from 'vitest';
import { beginningsOf, wordsOf } from './words.ts';

test.each([
  ['Wo ist meine Bestellung?', ['wo', 'ist', 'meine', 'bestellung']],
  ['Café CAFE cafe\u0301', ['cafe']],
  ['ＡＢＣ order-77', ['abc', 'order', '77']],
  ['مرحبا بك', ['مرحبا', 'بك']],
  ['!?… 🙂', []],
])('%s has the words %j', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test('a text without spaces has words too', () => {
  expect(wordsOf('我的订单在哪里').length).toBeGreaterThan(1);
});

test('a name is found by the beginnings of its words, in letters and not in halves of them', () => {
  expect(beginningsOf('Ada 𝒳y')).toEqual(expect.arrayContaining(['ad', 'ada', 'ada x']));
  expect(beginningsOf('x')).toEqual(['x']);
  expect(beginningsOf('')).toEqual([]);
});
