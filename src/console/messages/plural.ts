/** A sentence for each kind of number that a language tells apart; `#` is where the number stands. */
export type Forms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** Says a number in a sentence by the rules of a language. */
export function countIn(language: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  return (count, forms) => (forms[rules.select(count)] ?? forms.other).replace('#', count.toLocaleString(language));
}
