import type { en } from './en.ts';
import type { laterEn } from './extras-en.ts';

/** A sentence with a number in it: one form for each kind of number that the language tells apart. */
export type Forms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

type WordsOf<English> = { [Name in keyof English]: English[Name] extends string ? string : Forms };

/** What the panel says. */
export type Words = WordsOf<typeof en>;

/** What comes later says this too. */
export type LaterWords = Words & WordsOf<typeof laterEn>;

/** The one export of a language's file. */
export type Translation = { words: LaterWords };

/** Puts a name or a number where the sentence has its place for one. */
export function say<Name extends string>(
  words: Record<Name, string | Forms> & { language: string },
  name: Name,
  value: string | number,
): string {
  const { [name]: said, language } = words;
  const sentence = typeof said === 'string' ? said : (said[kindOf(Number(value), language)] ?? said.other);
  return sentence.replace(/{\w+}/, () => value.toLocaleString(language));
}

function kindOf(count: number, language: string): Intl.LDMLPluralRule {
  try {
    return new Intl.PluralRules(language).select(count);
  } catch {
    // A browser without the rules, or a language nobody has heard of.
    return count === 1 ? 'one' : 'other';
  }
}
