import type { ReadonlySignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { messages } from '../messages/messages.ts';
import { Filters } from './filters.tsx';
import type { HistoryModel } from './history-model.ts';
import { PastChatView } from './past-chat-view.tsx';
import { SearchResults } from './search-results.tsx';

type HistoryPageProps = { history: HistoryModel; now: ReadonlySignal<number>; topBar: ComponentChildren };

/** Past chats: the filters, the results, and the chosen transcript. */
export function HistoryPage({ history, now, topBar }: HistoryPageProps) {
  const chosen = history.chosen.value;
  useEffect(() => {
    // The link that led here had the focus and is gone.
    if (document.activeElement === document.body) document.querySelector<HTMLElement>('.filters input')?.focus();
  }, []);
  return (
    <div class="desk history" data-shows={chosen ? 'chat' : 'list'}>
      {topBar}
      <main class="desk-main">
        <h1 class="unseen">{messages.value.history}</h1>
        <nav class="list" aria-label={messages.value.history}>
          <Filters history={history} />
          <SearchResults history={history} />
        </nav>
        {chosen ? (
          <PastChatView key={chosen.id} history={history} past={chosen} now={now} />
        ) : (
          <section class="nothing">
            <h2>{messages.value.historyChoose}</h2>
            <p>{messages.value.historyHint}</p>
          </section>
        )}
      </main>
    </div>
  );
}
