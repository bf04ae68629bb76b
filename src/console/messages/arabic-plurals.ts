import { createPluralFormatter, type PluralForms } from './plural.ts';

export const formatCount = createPluralFormatter('ar');

/** None, one, two, three to ten, and more: six kinds of number, of which the last two are written alike here. */
export const pluralForms = (zero: string, one: string, two: string, few: string, many: string): PluralForms => ({
  ...{ zero, one, two, few, many },
  other: many,
});

export const newMessages = pluralForms(
  'لا رسائل جديدة',
  'رسالة جديدة واحدة',
  'رسالتان جديدتان',
  '# رسائل جديدة',
  '# رسالة جديدة',
);
