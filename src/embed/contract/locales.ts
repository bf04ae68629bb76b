/** The languages of the chat beside English, which is built in. Each has a file of its own. */
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
 * Our language for a tag such as `de-AT`; undefined where there is none. A language counts with its script, not with its
 * country: `pt-PT` gets `pt-br`, but `zh-TW`, which is in another script, gets none.
 */
export function languageFor(tag: string): string | undefined {
  const { language, script } = readLocale(tag)?.maximize() ?? {};
  if (language === 'zh' && script !== 'Hans') return undefined;
  return ['en', ...locales].find((name) => name.split('-')[0] === language);
}
