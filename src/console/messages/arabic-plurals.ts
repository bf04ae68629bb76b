import { countIn, type Forms } from './plural.ts';

export const counted = countIn('ar');

/** None, one, two, three to ten, and more: six kinds of number, of which the last two are written alike here. */
export const forms = (zero: string, one: string, two: string, few: string, many: string): Forms => ({
  ...{ zero, one, two, few, many },
  other: many,
});

export const newMessages = forms(
  'لا رسائل جديدة',
  'رسالة جديدة واحدة',
  'رسالتان جديدتان',
  '# رسائل جديدة',
  '# رسالة جديدة',
);
