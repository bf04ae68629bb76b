import { languageFor } from '../contract/locales.ts';

/** A sentence for a language that was asked for and is not there. Who brings own words gets no hint: they may be in it. */
export function unspokenLocale(settings: Readonly<DOMStringMap>): string[] {
  const { locale = 'auto' } = settings;
  const brings = Object.keys(settings).some((name) => /^text[A-Z]/.test(name));
  if (locale === 'auto' || languageFor(locale) || brings) return [];
  return [`there are no words for data-locale="${locale}"; the chat speaks English`];
}
