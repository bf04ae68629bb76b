import { type ReadonlySignal, signal } from '@preact/signals';
import type { Surroundings } from '../store/surroundings.ts';

/** How somebody likes to work at this machine; it outlives the tab and signing out. */
export type Preferences = {
  /** WCAG 2.1.4: whoever speaks to the machine must be able to silence single letters. */
  hasLetterKeys: ReadonlySignal<boolean>;
  setLetterKeys(isOn: boolean): void;
};

const letterKeysKey = 'porchlight-console-letter-keys';

export function createPreferences(storage: Surroundings['storage']): Preferences {
  const hasLetterKeys = signal(storage.read(letterKeysKey) !== 'off');
  return {
    hasLetterKeys,
    setLetterKeys(isOn) {
      hasLetterKeys.value = isOn;
      storage.write(letterKeysKey, isOn ? 'on' : 'off');
    },
  };
}
