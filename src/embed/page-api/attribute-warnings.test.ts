import { expect, test } from 'vitest';
import { attributes } from '../contract/attributes.ts';
import { unknownAttributeWarnings, unsupportedLocaleWarning } from './attribute-warnings.ts';

test('every attribute of the table is known, and families take any name', () => {
  const settings = Object.fromEntries(attributes.map((name) => [name, '']));

  expect(unknownAttributeWarnings({ ...settings, textTitle: '', fieldOrderId: '' })).toEqual([]);
});

test.each([
  ['organisationId', 'organization-id'],
  ['storrage', 'storage'],
  ['lancher', 'launcher'],
  ['orgId', undefined],
  ['colour', undefined],
  ['qeue', 'queue'],
])('a misspelt name gets one warning, with the name that was meant: %s', (name, meant) => {
  const [warning, second] = unknownAttributeWarnings({ [name]: '' });

  expect(second).toBeUndefined();
  if (meant) expect(warning).toMatch(new RegExp(`; did you mean data-${meant}\\?$`));
  else expect(warning).not.toContain('did you mean');
});

test('a very long name takes no time', () => {
  expect(unknownAttributeWarnings({ ['x'.repeat(100_000)]: '' })[0]).not.toContain('did you mean');
});

test.each([
  [{}, []],
  [{ locale: 'auto' }, []],
  [{ locale: 'de-AT' }, []],
  [{ locale: 'sv', textTitle: 'Chatta med oss' }, []],
  [{ locale: 'klingon' }, ['there are no words for data-locale="klingon"; the chat speaks English']],
  [{ locale: 'zh-TW' }, ['there are no words for data-locale="zh-TW"; the chat speaks English']],
])('the settings %o warn of a language without a translation: %s', (settings, warnings) => {
  expect(unsupportedLocaleWarning(settings)).toEqual(warnings);
});
