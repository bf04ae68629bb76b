/** The languages the chat speaks beside English, which is built in. Each has a file of its own. */
export const locales = 'de fr es it pt-br nl pl ja zh-hans ko ar he'.split(' ');

/**
 * Which of our languages a wish such as `de-AT` or `zh_CN` is met by; undefined where by none. A language counts with
 * its script, not with its country: `pt-PT` gets `pt-br`, but `zh-TW`, which is written otherwise, gets nothing.
 */
export function languageFor(wish: string): string | undefined {
  try {
    const { language, script } = new Intl.Locale(wish.replaceAll('_', '-')).maximize();
    return ['en', ...locales].find(
      (name) => name.split('-')[0] === language && !(name === 'zh-hans' && script !== 'Hans'),
    );
  } catch {
    // No language tag at all.
    return undefined;
  }
}
