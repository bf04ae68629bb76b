import { languageFor, readLocale } from '../contract/locales.ts';

export type LocaleChoice = {
  /** What the words are in: English or one of ours. */
  language: string;
  /** For times and numbers: as wished, country included. */
  locale: string;
  direction: 'ltr' | 'rtl';
};

/**
 * What a site asks for holds, if only for times and direction, since it may bring its own words. Else the first wish
 * that we can meet, of the page and then of the browser; else English.
 */
export function chooseLocale(asked = 'auto', wishes: readonly string[]): LocaleChoice {
  const wish = asked === 'auto' ? wishes.find(languageFor) : asked;
  // Where no language tag was written: whatever was meant, times must still be shown.
  const locale = `${readLocale(wish ?? '') ?? 'en'}`;
  return {
    language: languageFor(locale) ?? 'en',
    locale,
    direction: /^(ar|dv|fa|he|ps|ur|yi)\b/.test(locale) ? 'rtl' : 'ltr',
  };
}
