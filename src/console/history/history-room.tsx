import { useEffect } from 'preact/hooks';
import type { PastChat, PastSearch } from '../../chat/past-chat.ts';
import type { ConsoleStore } from '../console-store.ts';
import { hashOf } from '../place.ts';
import { en } from '../strings/en.ts';
import { fullTime } from '../views/times.ts';
import { PastTranscript } from './past-transcript.tsx';

type HistoryProps = { store: ConsoleStore };

/** Chats that are over: found on one side, read on the other. */
export function HistoryRoom({ store }: HistoryProps) {
  const { history, place } = store;
  const chatId = place.value.room === 'history' ? place.value.chatId : undefined;
  useEffect(() => {
    if (history.state.peek() === 'no') void history.search({});
  }, [history]);
  useEffect(() => {
    // The link that led here went with the room it stood in.
    if (document.activeElement === document.body) document.getElementById('past-text')?.focus();
  }, []);
  useEffect(() => {
    if (chatId !== undefined) void history.read(chatId);
  }, [history, chatId]);
  return (
    <div class="past" data-shows={chatId === undefined ? 'list' : 'chat'}>
      <nav class="past-list" aria-label={en.history}>
        <Search store={store} />
        <Found store={store} chatId={chatId} />
      </nav>
      {chatId === undefined ? (
        <section class="past-nothing">
          <h2>{en.historyChoose}</h2>
          <p>{en.historyHint}</p>
        </section>
      ) : (
        <PastTranscript store={store} />
      )}
    </div>
  );
}

const fields = ['text', 'name', 'email', 'from', 'to'] as const;

function Search({ store }: HistoryProps) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const given = new FormData(event.currentTarget);
    const wanted: PastSearch = Object.fromEntries(
      fields.map((field) => [field, String(given.get(field) ?? '').trim()]),
    );
    void store.history.search(wanted);
  };
  return (
    <search>
      <form class="past-search" onSubmit={submit}>
        {fields.map((field) => (
          <label key={field} data-field={field} htmlFor={`past-${field}`}>
            <span>{en.historyFields[field]}</span>
            {field === 'from' || field === 'to' ? (
              <input id={`past-${field}`} name={field} type="date" />
            ) : (
              <input id={`past-${field}`} name={field} type="search" dir="auto" />
            )}
          </label>
        ))}
        <button type="submit" class="button primary">
          {en.historySearch}
        </button>
      </form>
    </search>
  );
}

function Found({ store, chatId }: HistoryProps & { chatId: string | undefined }) {
  const { state, chats, hasMore, more } = store.history;
  return (
    <>
      <ul class="past-found">
        {chats.value.map((chat) => (
          <li key={chat.id}>
            <a
              href={hashOf({ room: 'history', chatId: chat.id })}
              aria-current={chat.id === chatId ? 'true' : undefined}
            >
              <span class="past-name" dir="auto">
                {chat.visitorName}
              </span>
              <span class="past-line">
                {fullTime(chat.startedAt)} · {whoAnswered(chat)}
              </span>
            </a>
          </li>
        ))}
      </ul>
      <p class="past-note" role="status">
        {state.value === 'loading' && en.earlierLoading}
        {state.value === 'failed' && en.historyFailed}
        {state.value === 'loaded' && chats.value.length === 0 && en.historyNone}
      </p>
      {state.value === 'loaded' && hasMore.value && (
        <button type="button" class="button" onClick={more}>
          {en.historyMore}
        </button>
      )}
    </>
  );
}

function whoAnswered({ agentNames, queueName }: PastChat): string {
  return [queueName, ...agentNames].filter(Boolean).join(', ');
}
