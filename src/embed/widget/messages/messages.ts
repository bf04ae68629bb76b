import type { en } from './en.ts';
import type { extrasEn } from './extras-en.ts';

/** A sentence with a number in it: one form for each plural category of the language. */
export type PluralForms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

type MessagesOf<English> = { [Name in keyof English]: English[Name] extends string ? string : PluralForms };

/** The messages of the panel. */
export type Messages = MessagesOf<typeof en>;

/** The messages of the panel and the extras. */
export type AllMessages = Messages & MessagesOf<typeof extrasEn>;

/** The export of a language's file. */
export type Translation = { messages: AllMessages };

/** Puts a name or a number in the message's placeholder, in the plural form for the number. */
export function formatMessage<Name extends string>(
  messages: Record<Name, string | PluralForms> & { language: string },
  name: Name,
  value: string | number,
): string {
  const { [name]: message, language } = messages;
  const sentence = typeof message === 'string' ? message : (message[kindOf(Number(value), language)] ?? message.other);
  return sentence.replace(/{\w+}/, () => value.toLocaleString(language));
}

function kindOf(count: number, language: string): Intl.LDMLPluralRule {
  try {
    return new Intl.PluralRules(language).select(count);
  } catch {
    // A browser without the rules, or an unknown language.
    return count === 1 ? 'one' : 'other';
  }
}
