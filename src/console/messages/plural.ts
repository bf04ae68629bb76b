/** A sentence for each plural category of a language; `#` stands for the number. */
export type PluralForms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** Returns what puts a number into a sentence by the rules of a language. */
export function createPluralFormatter(language: string): (count: number, forms: PluralForms) => string {
  const rules = new Intl.PluralRules(language);
  return (count, forms) => (forms[rules.select(count)] ?? forms.other).replace('#', count.toLocaleString(language));
}
