import { siblingUrl } from './load-once.ts';
import type { AllMessages } from './messages/messages.ts';
import type { MountOptions } from './mount.tsx';

/** After this long without its messages a chat is drawn in English, until they come. */
const englishAfterMs = 3_000;

/** The messages of other languages, each fetched when it is first needed. English is built in. */
export function createTranslations({ after, logError }: Pick<MountOptions, 'after' | 'logError'>) {
  const known: Record<string, Partial<AllMessages>> = { en: {} };
  let cancel = () => {};

  async function loadLanguage(language: string): Promise<void> {
    try {
      known[language] = await fetchMessages(language);
    } catch (error) {
      logError(error);
    }
  }

  return {
    /** The messages of a language, as far as they are loaded. */
    get: (language: string): Partial<AllMessages> => known[language] ?? {},
    /** Calls back as soon as there are messages, at once where they are loaded; after a wait for English, again once they come. */
    prepare(language: string, onReady: () => void): void {
      cancel();
      if (known[language]) return onReady();
      const stopWaiting = after(englishAfterMs, onReady);
      cancel = stopWaiting;
      loadLanguage(language).then(() => {
        stopWaiting();
        onReady();
      });
    },
  };
}

/** The files lie beside the widget's. They are data, shown as text and never run, so no hash is checked. */
async function fetchMessages(language: string): Promise<Partial<AllMessages>> {
  if (__PORCHLIGHT_LANGUAGES__ === 'sources') return (await import(`./messages/${language}.ts`)).messages;
  if (__PORCHLIGHT_LANGUAGES__ === 'none') throw new Error('This build speaks English alone');
  return (await fetch(siblingUrl(`${language}.json`))).json();
}
