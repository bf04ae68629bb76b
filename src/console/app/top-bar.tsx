import { useSignal } from '@preact/signals';
import { Icon } from '../../ui/icon.tsx';
import { icons } from '../components/icons.ts';
import { Logo } from '../components/logo.tsx';
import { adminMessages, messages } from '../messages/messages.ts';
import { AlertsButton } from '../notifications/alerts-button.tsx';
import { Account } from '../session/account.tsx';
import type { ConsoleStore } from './console-store.ts';
import { Shortcuts } from './shortcuts.tsx';

type TopBarProps = { store: ConsoleStore };

export function TopBar({ store }: TopBarProps) {
  const session = store.session.value;
  const isHelpOpen = useSignal(false);
  if (session.phase !== 'signed-in') return null;
  return (
    <header class="top-bar">
      <Logo />
      {store.connection.value === 'lost' && <p class="line-lost">{messages.value.lineLost}</p>}
      <div class="top-bar-end">
        {session.user.isOnQueue !== undefined && <QueueSwitch store={store} isOnQueue={session.user.isOnQueue} />}
        <SectionLink store={store} />
        <AlertsButton alerts={store.alerts} preferences={store.preferences} />
        {session.user.isAdministrator && (
          <a class="button quiet" href="#/admin">
            {adminMessages.value.title}
          </a>
        )}
        <Account user={session.user} onSignOutEverywhere={store.signOutEverywhere} />
        <button
          type="button"
          class="button quiet icon"
          data-key="?"
          aria-label={messages.value.shortcuts}
          title={messages.value.shortcuts}
          onClick={() => (isHelpOpen.value = true)}
        >
          <kbd>?</kbd>
        </button>
        <button type="button" class="button quiet" onClick={() => void store.signOut()}>
          {messages.value.signOut}
        </button>
      </div>
      {isHelpOpen.value && <Shortcuts store={store} onClose={() => (isHelpOpen.value = false)} />}
    </header>
  );
}

/** Link to the other of the two sections that every agent has. */
function SectionLink({ store }: TopBarProps) {
  const section = store.route.value.section === 'history' ? 'chats' : 'history';
  const waiting = section === 'chats' ? store.offers.value.length : 0;
  const name =
    section === 'history'
      ? messages.value.history
      : waiting > 0
        ? messages.value.chatsWaiting(waiting)
        : messages.value.chats;
  return (
    <a class="button quiet icon room-link" data-key="h" href={`#/${section}`} aria-label={name} title={name}>
      <Icon path={section === 'chats' ? icons.chats : icons.history} />
      {waiting > 0 && (
        <span class="badge" aria-hidden="true">
          {waiting}
        </span>
      )}
    </a>
  );
}

function QueueSwitch({ store, isOnQueue }: TopBarProps & { isOnQueue: boolean }) {
  const hasFailed = useSignal(false);
  const toggle = async () => {
    hasFailed.value = !(await store.setOnQueue(!isOnQueue));
  };
  return (
    <>
      {hasFailed.value && <span role="alert">{messages.value.queueFailed}</span>}
      <button
        type="button"
        role="switch"
        class="switch"
        aria-checked={isOnQueue}
        title={messages.value.onQueueHint}
        onClick={toggle}
      >
        <span class="switch-track" />
        {messages.value.onQueue}
      </button>
    </>
  );
}
