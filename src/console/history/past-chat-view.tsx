import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { PastChatText } from '../../client/agent/history-port.ts';
import { Icon } from '../../ui/icon.tsx';
import { icons } from '../components/icons.ts';
import { fullTime } from '../components/times.ts';
import { messages } from '../messages/messages.ts';
import { focusPastRow } from './history-keys.ts';
import type { HistoryModel } from './history-model.ts';
import { PastChatDetails } from './past-chat-details.tsx';
import type { PastChatModel } from './past-chat-model.ts';
import { PastTranscript } from './past-transcript.tsx';
import { SaveAs } from './save-as.tsx';

type PastChatViewProps = { history: HistoryModel; past: PastChatModel; now: ReadonlySignal<number> };

/** One past chat: visitor, time, transcript, and a copy to save. */
export function PastChatView({ history, past, now }: PastChatViewProps) {
  const state = past.state.value;
  const chat = past.chat.value;
  return (
    <section class="past" aria-label={chat?.visitor.name || (chat ? messages.value.someone : messages.value.history)}>
      <Head history={history} chat={chat} past={past} />
      {chat ? (
        <div class="past-body">
          <PastChatDetails chat={chat} deployments={history.choices.value.deployments} />
          <PastTranscript past={past} chat={chat} now={now} />
        </div>
      ) : (
        <div class="past-none">
          {state === 'reading' && <p role="status">{messages.value.loadingTranscript}</p>}
          {state === 'none' && <p role="status">{messages.value.historyUnreadable}</p>}
          {state === 'failed' && (
            <p class="notice" role="alert">
              {messages.value.historyUnread}{' '}
              <button type="button" class="link" onClick={past.readAll}>
                {messages.value.tryAgain}
              </button>
            </p>
          )}
        </div>
      )}
    </section>
  );
}

type HeadProps = { history: HistoryModel; past: PastChatModel; chat: PastChatText | undefined };

function Head({ history, past, chat }: HeadProps) {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // With one column the row that had the focus is hidden.
    if (document.activeElement === document.body || isHidden(document.activeElement)) back.current?.focus();
  }, []);
  const toList = () => {
    const { id } = past;
    history.choose(undefined);
    setTimeout(() => focusPastRow(id));
  };
  return (
    <header class="past-head">
      <button
        ref={back}
        type="button"
        class="button quiet icon past-back"
        aria-label={messages.value.historyBack}
        title={messages.value.historyBack}
        onClick={toList}
      >
        <Icon path={icons.back} />
      </button>
      <div class="past-who">
        <h2 dir="auto">{chat?.visitor.name || (chat ? messages.value.someone : messages.value.history)}</h2>
        {chat && (
          <p>
            {fullTime(chat.startedAt)} – {fullTime(chat.endedAt)}
          </p>
        )}
      </div>
      {chat && <SaveAs past={past} chat={chat} />}
    </header>
  );
}

const isHidden = (element: Element | null) => element !== null && element.getClientRects().length === 0;
