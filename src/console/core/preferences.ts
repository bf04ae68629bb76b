import { type ReadonlySignal, signal } from '@preact/signals';
import type { Environment } from '../../environment/environment.ts';

/** How somebody likes to work at this machine; it outlives the tab and signing out. */
export type Preferences = {
  /** WCAG 2.1.4: whoever speaks to the machine must be able to silence single letters. */
  hasLetterKeys: ReadonlySignal<boolean>;
  setLetterKeys(isOn: boolean): void;
  /** Offers make no sound. */
  isMuted: ReadonlySignal<boolean>;
  setMuted(isMuted: boolean): void;
  /** What the console is to speak; until somebody chooses, what the browser does. */
  language: ReadonlySignal<string | undefined>;
  setLanguage(language: string): void;
};

const letterKeysKey = 'porchlight-console-letter-keys';
const languageKey = 'porchlight-console-language';
const soundKey = 'porchlight-console-sound';

export function createPreferences(storage: Environment['storage']): Preferences {
  const hasLetterKeys = signal(storage.read(letterKeysKey) !== 'off');
  const isMuted = signal(storage.read(soundKey) === 'off');
  const language = signal(storage.read(languageKey) || undefined);
  return {
    hasLetterKeys,
    setLetterKeys(isOn) {
      hasLetterKeys.value = isOn;
      storage.write(letterKeysKey, isOn ? 'on' : 'off');
    },
    isMuted,
    setMuted(muted) {
      isMuted.value = muted;
      storage.write(soundKey, muted ? 'off' : 'on');
    },
    language,
    setLanguage(chosen) {
      language.value = chosen;
      storage.write(languageKey, chosen);
    },
  };
}
