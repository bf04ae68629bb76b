import { saveFile } from '../../ui/save-file.ts';
import { asJson, asPage, asText } from '../../ui/transcript-file.ts';
import type { TranscriptFormat } from '../contract/widget-api.ts';
import type { LaterOptions } from '../widget/extras-context.ts';
import { addStyle } from './add-style.ts';
import { attend } from './attention.ts';
import { keepSheet } from './bottom-sheet.ts';
import { collect } from './build-transcript.ts';
import { copyText, printTranscript } from './copy-and-print.ts';
import { laterWords } from './extras-messages.ts';
import { openMenu } from './menu.ts';

const files = {
  text: { ending: 'txt', type: 'text/plain', write: asText },
  html: { ending: 'html', type: 'text/html', write: asPage },
  json: { ending: 'json', type: 'application/json', write: asJson },
} as const;

/** Lets the visitor know of news while looking elsewhere; returns its end. */
export const attendTo = (options: LaterOptions) => attend(options);

/** Makes a modal of a panel that covers a small screen; returns its end. */
export const coverScreen = ({ panel, store }: LaterOptions, close: () => void) => keepSheet(panel, store.isOpen, close);

/** The whole chat as one text. */
export const transcriptAs = async (format: TranscriptFormat, options: LaterOptions) =>
  files[format].write(await collect(options));

/** Offers the whole chat as a file named for today. */
export async function saveTranscript(format: TranscriptFormat, options: LaterOptions): Promise<void> {
  const { ending, type } = files[format];
  const text = await transcriptAs(format, options);
  // Sweden writes a day as ISO does, and in local time.
  saveFile(`chat-${new Date(options.now()).toLocaleDateString('sv')}.${ending}`, type, text);
}

/** What can be done with a chat besides writing in it. */
export function openChatMenu(trigger: HTMLElement, options: LaterOptions): void {
  const { panel, config, sound, store, shown, ask } = options;
  const later = laterWords(options);
  const copy = async () => {
    const isCopied = copyText(await transcriptAs('text', options), panel).then(
      () => true,
      () => false,
    );
    shown.notice.value = (await isCopied) ? later.copied : later.notCopied;
  };
  const keep = [
    { word: later.saveText, onChoose: () => saveTranscript('text', options) },
    { word: later.savePage, onChoose: () => saveTranscript('html', options) },
    { word: later.saveData, onChoose: () => saveTranscript('json', options) },
    { word: later.copy, onChoose: copy },
    { word: later.print, onChoose: async () => printTranscript(await collect(options), panel) },
  ];
  const askForget = () => {
    const forget = () => {
      ask();
      sound.setMuted(false);
      store.forget();
    };
    const answers = [
      { word: later.forget, onAnswer: forget },
      { word: later.cancel, onAnswer: () => ask() },
    ];
    ask({ sentence: later.forgetAsk, answers, outlives: true });
  };
  const isMuted = sound.isMuted();
  const items = [
    ...(store.entries.peek().length ? keep : []),
    { word: later.mute, isChecked: isMuted, onChoose: () => sound.setMuted(!isMuted) },
    { word: later.forget, onChoose: askForget },
  ];
  addStyle(options);
  openMenu(trigger, panel, items, config.direction);
}
