import { languageFor } from './locales.ts';

/** The launcher's name until the widget is there, by language; in all others it is “Chat”. */
export const launcherNames: Readonly<Record<string, string>> = {
  he: 'צ׳אט',
  ja: 'チャット',
  ar: 'دردشة',
  zh: '聊天',
  ko: '채팅',
  pl: 'Czat',
};

/** The launcher's name in the language that the tag requests, else in the first preferred one that has a translation. */
export function launcherLabel(requested: string | undefined, preferred: readonly string[]): string {
  const locale = requested && requested !== 'auto' ? requested : preferred.find(languageFor);
  return launcherNames[languageFor(locale ?? '')?.slice(0, 2) ?? ''] ?? 'Chat';
}
