import { launcherNames } from '../contract/launcher-names.ts';
import { languageFor } from '../contract/locales.ts';

/** The launcher's name in the language that the tag requests, else in the first preferred one that has a translation. */
export function launcherLabel(requested: string | undefined, preferred: readonly string[]): string {
  const locale = requested && requested !== 'auto' ? requested : preferred.find(languageFor);
  return launcherNames[languageFor(locale ?? '')?.slice(0, 2) ?? ''] ?? 'Chat';
}
