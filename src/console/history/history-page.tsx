import { useEffect } from 'preact/hooks';
import type { ConsoleStore } from '../app/console-store.ts';
import { TopBar } from '../app/top-bar.tsx';
import { en } from '../messages/en.ts';
import { Filters } from './filters.tsx';
import { PastChatView } from './past-chat-view.tsx';
import { Found } from './search-results.tsx';

type HistoryRoomProps = { store: ConsoleStore };

/** Chats that are over: what to look for, what there is, and one of them to read. */
export function HistoryRoom({ store }: HistoryRoomProps) {
  const { history } = store;
  const chosen = history.chosen.value;
  useEffect(() => {
    // The link that led here went with the room it stood in.
    if (document.activeElement === document.body) document.querySelector<HTMLElement>('.filters input')?.focus();
  }, []);
  return (
    <div class="desk history" data-shows={chosen ? 'chat' : 'list'}>
      <TopBar store={store} />
      <main class="desk-main">
        <h1 class="unseen">{en.history}</h1>
        <nav class="list" aria-label={en.history}>
          <Filters history={history} />
          <Found history={history} />
        </nav>
        {chosen ? (
          <PastChatView key={chosen.id} history={history} past={chosen} now={store.now} />
        ) : (
          <section class="nothing">
            <h2>{en.historyChoose}</h2>
            <p>{en.historyHint}</p>
          </section>
        )}
      </main>
    </div>
  );
}
