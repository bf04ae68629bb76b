import type { LaterWords } from './messages/messages.ts';
import type { MountOptions } from './mount.tsx';

/** After this long without its words, a chat speaks English until they come. */
const patienceMs = 3_000;

/** The words of other languages, each fetched when it is wanted. English is here already. */
export function createTranslations({ after, complain }: Pick<MountOptions, 'after' | 'complain'>) {
  const known: Record<string, Partial<LaterWords>> = { en: {} };
  let cancel = () => {};

  async function learn(language: string): Promise<void> {
    try {
      known[language] = await fetchWords(language);
    } catch (error) {
      complain(error);
    }
  }

  return {
    /** What is there of a language by now. */
    of: (language: string): Partial<LaterWords> => known[language] ?? {},
    /** Calls back as soon as there is something to say: at once if it can be, and again for words that come late. */
    prepare(language: string, onReady: () => void): void {
      cancel();
      if (known[language]) return onReady();
      const stopWaiting = after(patienceMs, onReady);
      cancel = stopWaiting;
      learn(language).then(() => {
        stopWaiting();
        onReady();
      });
    },
  };
}

/** They lie beside this file. Like messages they are data, shown as text and never run, so nothing checks their bytes. */
async function fetchWords(language: string): Promise<Partial<LaterWords>> {
  if (__PORCHLIGHT_LANGUAGES__ === 'sources') return (await import(`./messages/${language}.ts`)).words;
  if (__PORCHLIGHT_LANGUAGES__ === 'none') throw new Error('This build speaks English alone');
  return (await fetch(import.meta.url.replace(/[^/]*$/, `${language}.json`))).json();
}
