/** The launcher's name before the widget brings its words, by language, where that does not call it “Chat”. */
export const launcherNames: Readonly<Record<string, string>> = {
  he: 'צ׳אט',
  ja: 'チャット',
  ar: 'دردشة',
  zh: '聊天',
  ko: '채팅',
  pl: 'Czat',
};
