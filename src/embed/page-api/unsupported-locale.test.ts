import { expect, test } from 'vitest';
import { unspokenLocale } from './unsupported-locale.ts';

test.each([
  [{}, []],
  [{ locale: 'auto' }, []],
  [{ locale: 'de-AT' }, []],
  [{ locale: 'sv', textTitle: 'Chatta med oss' }, []],
  [{ locale: 'klingon' }, ['there are no words for data-locale="klingon"; the chat speaks English']],
  [{ locale: 'zh-TW' }, ['there are no words for data-locale="zh-TW"; the chat speaks English']],
])('of a tag that says %o is told: %s', (settings, told) => {
  expect(unspokenLocale(settings)).toEqual(told);
});
