import { languageFor } from './locales.ts';

/** The launcher's name before the widget brings its words, where a language does not call it “Chat”. */
export const launcherNames: Readonly<Record<string, string>> = {
  pl: 'Czat',
  ja: 'チャット',
  'zh-hans': '聊天',
  ko: '채팅',
  ar: 'دردشة',
  he: 'צ׳אט',
};

/** By what the tag asks for, else the first wish that one of our languages meets. */
export function launcherName(asked: string | undefined, wishes: readonly string[]): string {
  const wish = asked && asked !== 'auto' ? asked : wishes.find(languageFor);
  return launcherNames[languageFor(wish ?? '') ?? ''] ?? 'Chat';
}
