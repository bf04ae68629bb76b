import { languageFor, readLocale } from '../contract/locales.ts';

export type LocaleChoice = {
  /** The language of the messages: English or one of ours. */
  language: string;
  /** For times and numbers: as requested, country included. */
  locale: string;
  direction: 'ltr' | 'rtl';
};

/**
 * The requested locale counts, if only for times and direction, since a site may bring its own texts. With `auto` it is the
 * first preferred language, of the page and then of the browser, that has a translation; else English.
 */
export function chooseLocale(requested = 'auto', preferred: readonly string[]): LocaleChoice {
  const tag = requested === 'auto' ? preferred.find(languageFor) : requested;
  // An invalid tag counts as English, since times have to be shown in some language.
  const locale = `${readLocale(tag ?? '') ?? 'en'}`;
  return {
    language: languageFor(locale) ?? 'en',
    locale,
    direction: /^(ar|dv|fa|he|ps|ur|yi)\b/.test(locale) ? 'rtl' : 'ltr',
  };
}
