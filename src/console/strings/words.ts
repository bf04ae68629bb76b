import type { en } from './en.ts';

/** All that the console says, in one language. */
export type ConsoleWords = {
  -readonly [Name in keyof typeof en]: (typeof en)[Name] extends string ? string : (typeof en)[Name];
};

/** For a translation that is still behind: what it lacks is said in English. Without this a missing word is a wrong type. */
export const unfinished = (words: Partial<ConsoleWords>): Partial<ConsoleWords> => words;
