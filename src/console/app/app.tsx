import { useSignal, useSignalEffect } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { ChatList } from '../chats/chat-list.tsx';
import { ChatPane } from '../chats/chat-pane.tsx';
import { Details } from '../chats/details.tsx';
import { Nothing } from '../components/empty-state.tsx';
import { HistoryRoom } from '../history/history-page.tsx';
import { en } from '../messages/en.ts';
import { LiveRegion } from '../notifications/live-region.tsx';
import { SignIn } from '../session/sign-in.tsx';
import type { ConsoleStore } from './console-store.ts';
import { deskKeys } from './keyboard.ts';
import { pageTitle } from './page-title.ts';
import { hashOf } from './routes.ts';
import { TopBar } from './top-bar.tsx';

type AppProps = { store: ConsoleStore };

/** The door, or the desk behind it. */
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
          place={hashOf(store.place.value).slice(2)}
          onSignIn={store.signIn}
          onTryAgain={store.check}
        />
      )}
      <LiveRegion store={store} />
    </>
  );
}

function Desk({ store }: AppProps) {
  // Before the first paint: a key pressed at what is seen must count.
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => deskKeys(event, store);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [store]);
  useSignalEffect(() => {
    // What is on the screen of somebody looking at it counts as read.
    const shown = store.selected.value;
    if (store.isVisible.value && shown && shown.unread.value > 0) shown.see();
  });
  return <Room store={store} />;
}

/** One room fills the frame; the address says which. */
function Room({ store }: AppProps) {
  const { room } = store.place.value;
  switch (room) {
    case 'chats':
      return <Chats store={store} />;
    case 'history':
      return <HistoryRoom store={store} />;
    case 'admin':
      // Its own frame, once the door is open.
      return null;
    default:
      return room satisfies never;
  }
}

function Chats({ store }: AppProps) {
  const isDetailsOpen = useSignal(false);
  const chat = store.selected.value;
  return (
    <div class="desk" data-shows={chat ? (isDetailsOpen.value ? 'details' : 'chat') : 'list'}>
      <TopBar store={store} />
      <main class="desk-main">
        <h1 class="unseen">{en.consoleTitle}</h1>
        <ChatList store={store} />
        {chat ? (
          <>
            <ChatPane key={chat.id} store={store} chat={chat} isDetailsOpen={isDetailsOpen} />
            <Details chat={chat} isOpen={isDetailsOpen.value} onClose={() => (isDetailsOpen.value = false)} />
          </>
        ) : (
          <Nothing store={store} />
        )}
      </main>
    </div>
  );
}
