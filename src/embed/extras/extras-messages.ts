import type { LaterOptions } from '../widget/extras-context.ts';
import { laterEn } from '../widget/messages/extras-en.ts';
import type { LaterWords } from '../widget/messages/messages.ts';
import { readWords } from '../widget/messages/read-messages.ts';

/** The words in use by now, those of this file included. */
export const laterWords = ({ words, settings, config }: LaterOptions): LaterWords => ({
  ...readWords({ ...laterEn, ...config.translation }, settings),
  ...words,
});
