/** The languages the chat speaks beside English, which is built in. Each has a file of its own. */
export const locales = 'de fr es it pt-br nl pl ja zh-hans ko ar he'.split(' ');

/** A language tag as browsers know them, or as people write them: `zh_CN`. */
export function readLocale(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag.replace('_', '-'));
  } catch {
    // No language tag at all.
    return undefined;
  }
}

/**
 * Which of our languages a wish such as `de-AT` is met by; undefined where by none. A language counts with its script, not
 * with its country: `pt-PT` gets `pt-br`, but `zh-TW`, which is written otherwise, gets nothing.
 */
export function languageFor(wish: string): string | undefined {
  const { language, script } = readLocale(wish)?.maximize() ?? {};
  if (language === 'zh' && script !== 'Hans') return undefined;
  return ['en', ...locales].find((name) => name.split('-')[0] === language);
}
