import { useSignal } from '@preact/signals';
import type { PastChatText } from '../../client/agent/history-port.ts';
import { saveFile } from '../../ui/save-file.ts';
import { messages } from '../messages/messages.ts';
import { buildTranscript, type PastChatFormat, pastChatFormats } from './past-chat-file.ts';
import type { PastChatModel } from './past-chat-model.ts';

type SaveAsProps = { past: PastChatModel; chat: PastChatText };

const kinds: readonly PastChatFormat[] = ['txt', 'html', 'json'];

/** Saves the whole transcript as a file. */
export function SaveAs({ past, chat }: SaveAsProps) {
  const state = useSignal<'idle' | 'reading' | 'failed'>('idle');
  const save = async (kind: PastChatFormat) => {
    if (state.value === 'reading') return;
    state.value = 'reading';
    if (!(await past.readAll())) {
      state.value = 'failed';
      return;
    }
    state.value = 'idle';
    const { dir, lang } = document.documentElement;
    const reader = { locale: lang || 'en', direction: dir === 'rtl' ? ('rtl' as const) : ('ltr' as const) };
    const transcript = buildTranscript(chat, past.messages.value, { ...reader, now: Date.now() });
    const { type, write } = pastChatFormats[kind];
    // The Swedish format is the ISO date in local time.
    saveFile(`chat-${new Date(chat.endedAt).toLocaleDateString('sv')}.${kind}`, type, write(transcript));
  };
  return (
    <fieldset class="save-as" title={messages.value.historySave}>
      <legend class="unseen">{messages.value.historySave}</legend>
      {state.value === 'failed' && <span role="alert">{messages.value.historyUnread}</span>}
      {kinds.map((kind) => (
        <button
          key={kind}
          type="button"
          class="button"
          aria-label={messages.value.historySaveAs(kind)}
          aria-disabled={state.value === 'reading'}
          onClick={() => save(kind)}
        >
          {kind}
        </button>
      ))}
    </fieldset>
  );
}
