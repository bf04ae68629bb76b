import type { ConsoleStore } from '../console-store.ts';
import { en } from '../strings/en.ts';
import { ChatRow } from './chat-row.tsx';

type ChatListProps = { store: ConsoleStore };

const sections = [
  { state: 'offered', heading: en.waitingHeading },
  { state: 'active', heading: en.activeHeading },
  { state: 'over', heading: en.overHeading },
] as const;

/** Who waits, who is being talked to, who has gone. */
export function ChatList({ store }: ChatListProps) {
  const chats = store.chats.value;
  return (
    <nav class="list" aria-label={en.chats}>
      {sections.map(({ state, heading }) => {
        const some = chats.filter((chat) => chat.facts.value.state === state);
        if (some.length === 0) return null;
        return (
          <section key={state} aria-labelledby={`list-${state}`}>
            <h2 id={`list-${state}`} class="list-heading">
              {heading} <span class="count">{some.length}</span>
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

function EmptyList({ store }: ChatListProps) {
  const session = store.session.value;
  const isOff = session.phase === 'signed-in' && session.user.isOnQueue === false;
  if (!store.isListed.value) return <p class="list-empty">{en.checking}</p>;
  return (
    <div class="list-empty">
      <p>{en.noChats}</p>
      <p>{isOff ? en.offQueueHint : en.noChatsHint}</p>
    </div>
  );
}
