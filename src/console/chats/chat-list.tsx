import { useRef } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { icons } from '../components/icons.ts';
import { messages } from '../messages/messages.ts';
import type { ChatDesk } from './chat-desk.ts';
import { ChatRow } from './chat-row.tsx';

type ChatListProps = { store: ChatDesk };

const sections = [
  { state: 'offered', heading: () => messages.value.waitingHeading },
  { state: 'active', heading: () => messages.value.activeHeading },
  { state: 'over', heading: () => messages.value.overHeading },
] as const;

/** Chats by state: offered, active, over. */
export function ChatList({ store }: ChatListProps) {
  const chats = store.chats.value;
  return (
    <nav class="list" aria-label={messages.value.chats} tabIndex={-1}>
      <Missed store={store} />
      {sections.map(({ state, heading }) => {
        const some = chats.filter((chat) => chat.details.value.state === state);
        if (some.length === 0) return null;
        return (
          <section key={state} class="list-part" data-state={state} aria-labelledby={`list-${state}`}>
            <h2 id={`list-${state}`} class="list-heading">
              {heading()} <span class="count">{some.length}</span>
            </h2>
            <ul>
              {some.map((chat) => (
                <ChatRow key={chat.id} store={store} chat={chat} />
              ))}
            </ul>
          </section>
        );
      })}
      {chats.length === 0 && <EmptyList store={store} />}
    </nav>
  );
}

/** Notice of a missed offer; the live region announces it. */
function Missed({ store }: ChatListProps) {
  const missed = store.missed.value;
  const box = useRef<HTMLParagraphElement>(null);
  if (!missed) return null;
  const putAway = () => {
    // The button disappears, and the focus must not go with it.
    box.current?.closest('nav')?.focus();
    store.dismissMissed();
  };
  return (
    <p ref={box} class="list-missed">
      <span>
        {missed.why === 'late' ? messages.value.offerLate(missed.name) : messages.value.offerGone(missed.name)}
      </span>
      <button
        type="button"
        class="button quiet icon"
        aria-label={messages.value.dismiss}
        title={messages.value.dismiss}
        onClick={putAway}
      >
        <Icon path={icons.end} />
      </button>
    </p>
  );
}

function EmptyList({ store }: ChatListProps) {
  const session = store.session.value;
  const isOff = session.phase === 'signed-in' && session.user.isOnQueue === false;
  if (!store.isListed.value) return <p class="list-empty">{messages.value.checking}</p>;
  return (
    <div class="list-empty">
      <p>{messages.value.noChats}</p>
      <p>{isOff ? messages.value.offQueueHint : messages.value.noChatsHint}</p>
    </div>
  );
}
