import { expect, test } from 'vitest';
import { attributes } from '../contract/attributes.ts';
import { unknownAttributes } from './attribute-warnings.ts';

test('every attribute of the table is known, and families go on freely', () => {
  const settings = Object.fromEntries(attributes.map((name) => [name, '']));

  expect(unknownAttributes({ ...settings, textTitle: '', fieldOrderId: '' })).toEqual([]);
});

test.each([
  ['organisationId', 'organization-id'],
  ['storrage', 'storage'],
  ['lancher', 'launcher'],
  ['orgId', undefined],
  ['colour', undefined],
  ['qeue', 'queue'],
])('a slip gets one line, with the name that was meant: %s', (name, meant) => {
  const [line, second] = unknownAttributes({ [name]: '' });

  expect(second).toBeUndefined();
  if (meant) expect(line).toMatch(new RegExp(`; did you mean data-${meant}\\?$`));
  else expect(line).not.toContain('did you mean');
});

test('a name as long as a book costs no time', () => {
  expect(unknownAttributes({ ['x'.repeat(100_000)]: '' })[0]).not.toContain('did you mean');
});
