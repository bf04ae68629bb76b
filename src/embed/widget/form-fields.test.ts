import { expect, test } from 'vitest';
import { readForm } from './form-fields.ts';

const asked = (text?: string) => readForm(text).map(({ token, isRequired }) => token + (isRequired ? '' : '?'));

test.each([
  [undefined, ['name']],
  ['name,email?', ['name', 'email?']],
  [' Email ? , first-name,last-name,phone', ['email?', 'given-name', 'family-name', 'tel']],
  ['none', []],
  ['', ['name']],
  ['name,name?', ['name?']],
  ['{"name":"x"}', ['name']],
  ['constructor,__proto__,<b>', ['name']],
])('row 69: data-form=%o asks %o', (text, fields) => {
  expect(asked(text)).toEqual(fields);
});
