import { languageFor } from '../../embed/contract/locales.ts';
import { adminEnglish } from './admin-en.ts';
import { english } from './en.ts';
import { showLanguage, type Translation } from './messages.ts';

const translations: Record<string, () => Promise<{ translation: Translation }>> = {
  de: () => import('./de.ts'),
  fr: () => import('./fr.ts'),
  es: () => import('./es.ts'),
  ar: () => import('./ar.ts'),
};

/** What an agent can choose from. */
export const consoleLanguages = ['en', ...Object.keys(translations)];

/**
 * Shows the console in the first of the preferred languages that it has, and sets the page's language and direction.
 * English where it has none of them, or where the translation cannot be fetched.
 */
export async function loadLanguage(preferred: readonly string[], page: HTMLElement): Promise<void> {
  const wanted = preferred.map(languageFor).find((name) => name && consoleLanguages.includes(name)) ?? 'en';
  const { translation } = (await translations[wanted]?.().catch(() => undefined)) ?? {};
  const language = translation ? wanted : 'en';
  const locale = preferred.find((tag) => tag !== language && languageFor(tag) === language) ?? language;
  showLanguage({
    ...(translation ?? { messages: english, adminMessages: adminEnglish }),
    language,
    locale: locale.replace('_', '-'),
  });
  page.lang = language;
  page.dir = language === 'ar' ? 'rtl' : 'ltr';
}
