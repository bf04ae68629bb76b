import type { adminWords } from './admin-en.ts';
import type { en } from './en.ts';

/** What takes the same as the English word and says it otherwise. */
type Said<Word> = Word extends string
  ? string
  : Word extends (...values: infer Values) => string
    ? (...values: Values) => string
    : { [Name in keyof Word]: Said<Word[Name]> };

/** All that the console says, in one language: of the desk, and of the administration. */
export type ConsoleWords = Said<typeof en>;
export type AdminWords = Said<typeof adminWords>;

/** The one export of a language's file. */
export type Translation = { words: ConsoleWords; adminWords: AdminWords };
