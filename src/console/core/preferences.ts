import { type ReadonlySignal, signal } from '@preact/signals';
import type { Environment } from '../../environment/environment.ts';

/** Settings of this browser; they outlive the tab and sign-out. */
export type Preferences = {
  /** WCAG 2.1.4: single-letter shortcuts must be switchable, for users of speech input. */
  hasLetterKeys: ReadonlySignal<boolean>;
  setLetterKeys(isOn: boolean): void;
  /** Whether offers are silent. */
  isMuted: ReadonlySignal<boolean>;
  setMuted(isMuted: boolean): void;
  /** The chosen language; undefined follows the browser. */
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
