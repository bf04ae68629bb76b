import { useLayoutEffect, useRef } from 'preact/hooks';
import type { PastChat } from '../../client/agent/history-port.ts';
import { Avatar } from '../components/avatar.tsx';
import { fullTime } from '../components/times.ts';
import { formatRoute } from '../core/routes.ts';
import { messages } from '../messages/messages.ts';
import type { HistoryModel } from './history-model.ts';

type SearchResultsProps = { history: HistoryModel };

/** The chats that were found, newest first. */
export function SearchResults({ history }: SearchResultsProps) {
  const list = useRef<HTMLUListElement>(null);
  const chats = history.chats.value;
  const state = history.state.value;
  /** The first of the added rows gets the focus, since the button may be gone. */
  const wanted = useRef<number>(undefined);
  const more = () => {
    wanted.current = chats.length;
    void history.loadMore();
  };
  useLayoutEffect(() => {
    if (wanted.current === undefined || state === 'searching') return;
    list.current?.querySelectorAll<HTMLElement>('[data-past]')[wanted.current]?.focus();
    wanted.current = undefined;
  }, [chats, state]);
  return (
    <div class="found" aria-busy={state === 'searching'}>
      <p class="found-state" role="status">
        {state === 'searching' && messages.value.historySearching}
        {state === 'found' &&
          (chats.length === 0
            ? messages.value.historyNone
            : messages.value.historyCount(chats.length, history.hasMore.value))}
      </p>
      {state === 'found' && history.unindexedChats.value > 0 && (
        <p class="found-unindexed">{messages.value.historyUnindexed(history.unindexedChats.value)}</p>
      )}
      {state === 'failed' && (
        <p class="notice" role="alert">
          {messages.value.historyFailed}{' '}
          <button type="button" class="link" onClick={history.search}>
            {messages.value.tryAgain}
          </button>
        </p>
      )}
      <ul ref={list}>
        {chats.map((chat) => (
          <Row key={chat.id} history={history} chat={chat} />
        ))}
      </ul>
      {history.hasMore.value && (
        <button
          type="button"
          class="button found-more"
          data-key="m"
          aria-disabled={state === 'searching'}
          onClick={more}
        >
          {messages.value.historyMore}
        </button>
      )}
    </div>
  );
}

function Row({ history, chat }: SearchResultsProps & { chat: PastChat }) {
  const isChosen = history.chosen.value?.id === chat.id;
  const open = (event: MouseEvent) => {
    // With a modifier the browser follows the link.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.choose(chat.id);
  };
  const about = [chat.queueName, ...chat.agents, ...chat.wrapups.map(({ code }) => code)];
  return (
    <li class="row" data-selected={isChosen}>
      <div class="row-body">
        <Avatar name={chat.visitor.name} />
        <a
          class="row-open"
          href={formatRoute({ section: 'history', chatId: chat.id, filter: history.filter.value })}
          data-past={chat.id}
          aria-current={isChosen ? 'true' : undefined}
          onClick={open}
        >
          <span class="row-name" dir="auto">
            {chat.visitor.name || messages.value.someone}
          </span>
        </a>
        <time class="row-time" dateTime={new Date(chat.endedAt).toISOString()}>
          {fullTime(chat.endedAt)}
        </time>
        <span class="row-line" dir="auto">
          {about.filter(Boolean).join(' · ')}
        </span>
      </div>
    </li>
  );
}
