import { saveFile } from '../../ui/save-file.ts';
import { asJson, asPage, asText } from '../../ui/transcript-file.ts';
import type { TranscriptFormat } from '../contract/widget-api.ts';
import type { ExtrasContext } from '../widget/extras-context.ts';
import { watchForNews } from './attention.ts';
import { createBottomSheet } from './bottom-sheet.ts';
import { buildTranscript } from './build-transcript.ts';
import { copyText, printTranscript } from './copy-and-print.ts';
import css from './extras.css?inline';
import { extrasMessages } from './extras-messages.ts';
import { openMenu } from './menu.ts';

const files = {
  text: { ending: 'txt', type: 'text/plain', write: asText },
  html: { ending: 'html', type: 'text/html', write: asPage },
  json: { ending: 'json', type: 'application/json', write: asJson },
} as const;

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/** Adds the styles of the extras to the panel's shadow root, once. */
function addStyle({ panel }: ExtrasContext): void {
  const root = panel.getRootNode();
  if (root instanceof ShadowRoot && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}

/** Notifies the visitor while the page is hidden or the panel closed. Returns a function that stops it. */
export function notify(options: ExtrasContext): () => void {
  addStyle(options);
  return watchForNews(options);
}

/** Makes a modal of a panel that covers a small screen. Returns a function that stops it. */
export const coverScreen = ({ panel, store }: ExtrasContext, close: () => void) =>
  createBottomSheet(panel, store.isOpen, close);

/** The whole chat as one text. */
export const writeTranscript = async (format: TranscriptFormat, options: ExtrasContext) =>
  files[format].write(await buildTranscript(options));

/** Offers the whole chat as a file named for today. */
export async function saveTranscript(format: TranscriptFormat, options: ExtrasContext): Promise<void> {
  const { ending, type } = files[format];
  const text = await writeTranscript(format, options);
  // The Swedish locale writes a date as ISO does, in local time.
  saveFile(`chat-${new Date(options.now()).toLocaleDateString('sv')}.${ending}`, type, text);
}

/** Opens the menu of the actions on a chat, or closes it. */
export function openChatMenu(trigger: HTMLElement, options: ExtrasContext): void {
  const { panel, config, sound, store, signals, ask } = options;
  const messages = extrasMessages(options);
  const copy = async () => {
    const isCopied = copyText(await writeTranscript('text', options), panel).then(
      () => true,
      () => false,
    );
    signals.notice.value = (await isCopied) ? messages.copied : messages.notCopied;
  };
  const transcriptItems = [
    { word: messages.saveText, onChoose: () => saveTranscript('text', options) },
    { word: messages.savePage, onChoose: () => saveTranscript('html', options) },
    { word: messages.saveData, onChoose: () => saveTranscript('json', options) },
    { word: messages.copy, onChoose: copy },
    { word: messages.print, onChoose: async () => printTranscript(await buildTranscript(options), panel) },
  ];
  const confirmForget = () => {
    const forget = () => {
      ask();
      sound.setMuted(false);
      store.forget();
    };
    const answers = [
      { word: messages.forget, onAnswer: forget },
      { word: messages.cancel, onAnswer: () => ask() },
    ];
    ask({ sentence: messages.forgetAsk, answers, outlasts: true });
  };
  const isMuted = sound.isMuted();
  const items = [
    ...(store.entries.peek().length ? transcriptItems : []),
    { word: messages.mute, isChecked: isMuted, onChoose: () => sound.setMuted(!isMuted) },
    { word: messages.forget, onChoose: confirmForget },
  ];
  addStyle(options);
  openMenu(trigger, panel, items, config().direction);
}
