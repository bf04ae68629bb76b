import type { adminWords } from './admin-en.ts';
import type { en } from './en.ts';

/** What takes the same as the English word and says it otherwise. */
type Said<Word> = Word extends string
  ? string
  : Word extends (...values: infer Values) => string
    ? (...values: Values) => string
    : { [Name in keyof Word]: Said<Word[Name]> };

/** What a translation may still lack is said in English. */
type Unfinished<Words> = {
  [Name in keyof Words]?: Words[Name] extends string | ((...values: never[]) => string)
    ? Words[Name]
    : Partial<Words[Name]>;
};

/** All that the console says, in one language: of the desk, and of the administration. */
export type ConsoleWords = Said<typeof en>;
export type AdminWords = Said<typeof adminWords>;

/** The one export of a language's file. */
export type Translation = { words: Unfinished<ConsoleWords>; adminWords: Unfinished<AdminWords> };
