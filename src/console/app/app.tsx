import { useSignal, useSignalEffect } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { ChatList } from '../chats/chat-list.tsx';
import { ChatPane, EmptyState } from '../chats/chat-pane.tsx';
import { Details } from '../chats/details.tsx';
import { formatRoute } from '../core/routes.ts';
import { HistoryPage } from '../history/history-page.tsx';
import { messages } from '../messages/messages.ts';
import { LiveRegion } from '../notifications/live-region.tsx';
import { SignIn } from '../session/sign-in.tsx';
import type { ConsoleStore } from './console-store.ts';
import { handleDeskKey } from './keyboard.ts';
import { TopBar } from './top-bar.tsx';

type AppProps = { store: ConsoleStore };

/** The sign-in or the console's section. */
export function App({ store }: AppProps) {
  const session = store.session.value;
  useSignalEffect(() => {
    document.title = pageTitle(store);
  });
  return (
    <>
      {session.phase === 'signed-in' ? (
        <Desk store={store} />
      ) : (
        <SignIn
          session={session}
          preferences={store.preferences}
          ways={store.signInWays.value}
          place={formatRoute(store.route.value).slice(2)}
          onSignIn={store.signIn}
          onTryAgain={store.check}
        />
      )}
      <LiveRegion store={store} />
    </>
  );
}

function Desk({ store }: AppProps) {
  // Before the first paint, so that the first key counts.
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => handleDeskKey(event, store);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [store]);
  useSignalEffect(() => {
    // What is visible counts as read.
    const shown = store.selected.value;
    if (store.isVisible.value && shown && shown.unread.value > 0) shown.markRead();
  });
  return <Section store={store} />;
}

/** The section of the console that the address names. */
function Section({ store }: AppProps) {
  const { section } = store.route.value;
  switch (section) {
    case 'chats':
      return <Chats store={store} />;
    case 'history':
      return <HistoryPage history={store.history} now={store.now} topBar={<TopBar store={store} />} />;
    case 'admin':
      // Rendered by the frame, once an agent is signed in.
      return null;
    default:
      return section satisfies never;
  }
}

function Chats({ store }: AppProps) {
  const isDetailsOpen = useSignal(false);
  const chat = store.selected.value;
  return (
    <div class="desk" data-shows={chat ? (isDetailsOpen.value ? 'details' : 'chat') : 'list'}>
      <TopBar store={store} />
      <main class="desk-main">
        <h1 class="unseen">{messages.value.consoleTitle}</h1>
        <ChatList store={store} />
        {chat ? (
          <>
            <ChatPane key={chat.id} store={store} chat={chat} isDetailsOpen={isDetailsOpen} />
            <Details chat={chat} isOpen={isDetailsOpen.value} onClose={() => (isDetailsOpen.value = false)} />
          </>
        ) : (
          <EmptyState store={store} />
        )}
      </main>
    </div>
  );
}

/** The title of the tab: waiting offers before unread messages. */
function pageTitle({ session, offers, unread }: ConsoleStore): string {
  if (session.value.phase !== 'signed-in') return messages.value.consoleTitle;
  if (offers.value.length > 0) return messages.value.titleWaiting(offers.value.length);
  return unread.value > 0 ? messages.value.titleUnread(unread.value) : messages.value.consoleTitle;
}
