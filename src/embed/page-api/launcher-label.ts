import { launcherNames } from '../contract/launcher-names.ts';
import { languageFor } from '../contract/locales.ts';

/** What the launcher is called by what the tag asks for, else by the first wish that one of our languages meets. */
export function wishedName(asked: string | undefined, wishes: readonly string[]): string {
  const wish = asked && asked !== 'auto' ? asked : wishes.find(languageFor);
  return launcherNames[languageFor(wish ?? '')?.slice(0, 2) ?? ''] ?? 'Chat';
}
