import { languageFor } from '../../embed/locales.ts';
import { en } from './en.ts';
import type { ConsoleWords } from './words.ts';

const translations: Record<string, () => Promise<{ words: Partial<ConsoleWords> }>> = {
  de: () => import('./de.ts'),
};

/** Lays the words of the agent's language over the English ones. Before anything is drawn: nothing looks twice. */
export async function speak(wishes: readonly string[], page: HTMLElement): Promise<void> {
  const language = wishes.map(languageFor).find((name) => name === 'en' || (name && translations[name]));
  const fetchWords = translations[language ?? ''];
  if (!language || !fetchWords) return;
  try {
    const { words } = await fetchWords();
    Object.assign(en, words);
    page.lang = language;
  } catch {
    // English is better than no desk.
  }
}
