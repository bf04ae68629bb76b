import type { WidgetOptions } from '../embed/chat-handle.ts';
import { locales } from '../embed/locales.ts';
import type { MountOptions } from './mount.tsx';
import type { LaterWords, Translation } from './strings/words.ts';

/** After this long without its words, a chat speaks English until they come. */
const patienceMs = 3_000;

type Outside = Pick<MountOptions, 'after' | 'complain'> & Pick<WidgetOptions, 'load'>;

/** The words of other languages, each fetched when it is wanted. English is here already. */
export function createTranslations({ load, after, complain }: Outside) {
  const known: Record<string, Partial<LaterWords>> = { en: {} };
  let attempts = '';
  let cancel = () => {};

  return {
    /** What is there of a language by now. */
    of: (language: string): Partial<LaterWords> => known[language] ?? {},
    /** Calls back as soon as there is something to say: at once if it can be, and again for words that come late. */
    prepare(language: string, onReady: () => void): void {
      cancel();
      if (known[language]) return onReady();
      const stopWaiting = after(patienceMs, onReady);
      cancel = stopWaiting;
      const learn = ({ words }: Translation) => {
        known[language] = words;
      };
      const fail = (error: unknown) => {
        // A browser may remember a module that failed, so another attempt asks by another address.
        attempts += '?';
        complain(error);
      };
      const settle = () => {
        stopWaiting();
        onReady();
      };
      fetchTranslation(load, language, attempts).then(learn).catch(fail).then(settle);
    },
  };
}

/** It lies beside this file, and its hash is known here. */
function fetchTranslation(load: WidgetOptions['load'], language: string, attempts: string): Promise<Translation> {
  if (!__PORCHLIGHT_LANGUAGES_INTEGRITY__) return import(`./strings/${language}.ts`);
  const start = locales.indexOf(language) * 43;
  const hash = __PORCHLIGHT_LANGUAGES_INTEGRITY__.slice(start, start + 43);
  return load(import.meta.url.replace(/[^/]*$/, `${language}.js${attempts}`), `sha256-${hash}=`);
}
