/** The launcher's name until the widget is there, by language; in all others it is “Chat”. */
export const launcherNames: Readonly<Record<string, string>> = {
  he: 'צ׳אט',
  ja: 'チャット',
  ar: 'دردشة',
  zh: '聊天',
  ko: '채팅',
  pl: 'Czat',
};
