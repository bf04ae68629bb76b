import { laterEn } from '../strings/later-en.ts';
import { readWords } from '../strings/read-words.ts';
import type { LaterWords } from '../strings/words.ts';
import type { LaterOptions } from './later-options.ts';

/** The words in use by now, those of this file included. */
export const laterWords = ({ words, settings, config }: LaterOptions): LaterWords => ({
  ...readWords({ ...laterEn, ...config.translation }, settings),
  ...words,
});
