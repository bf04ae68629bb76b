import { languageFor } from '../../embed/contract/locales.ts';
import { adminWords } from './admin-en.ts';
import { en } from './en.ts';
import { tongue } from './locale.ts';
import type { Translation } from './messages.ts';

const translations: Record<string, () => Promise<{ translation: Translation }>> = {
  de: () => import('./de.ts'),
  fr: () => import('./fr.ts'),
  es: () => import('./es.ts'),
  ar: () => import('./ar.ts'),
};

/** What an agent can choose from. */
export const consoleLanguages = ['en', ...Object.keys(translations)];

const english: Translation = { words: { ...en }, adminWords: { ...adminWords } };

/**
 * Lays the words of the first wish that can be met over what was said before. Whoever calls draws everything anew: words are
 * read while drawing. What cannot be fetched is said in English, which is better than no desk.
 */
export async function speak(wishes: readonly string[], page: HTMLElement): Promise<void> {
  const wanted = wishes.map(languageFor).find((name) => name && consoleLanguages.includes(name)) ?? 'en';
  const { translation } = (await translations[wanted]?.().catch(() => undefined)) ?? {};
  const language = translation ? wanted : 'en';
  for (const { words, adminWords: others } of [english, translation ?? english]) {
    lay(words, en);
    lay(others, adminWords);
  }
  const locale = wishes.find((wish) => wish !== language && languageFor(wish) === language) ?? language;
  Object.assign(tongue, { language, locale: locale.replace('_', '-') });
  page.lang = language;
  page.dir = language === 'ar' ? 'rtl' : 'ltr';
}

/** A group of words may lack some: those stay. */
function lay(words: object, over: object): void {
  for (const [name, word] of Object.entries(words)) {
    const before: unknown = Reflect.get(over, name);
    Reflect.set(over, name, typeof word === 'object' ? { ...Object(before), ...word } : word);
  }
}
