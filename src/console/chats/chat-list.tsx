import { useRef } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { icons } from '../components/icons.ts';
import { en } from '../messages/en.ts';
import type { ChatDesk } from './chat-desk.ts';
import { ChatRow } from './chat-row.tsx';

type ChatListProps = { store: ChatDesk };

const sections = [
  { state: 'offered', heading: () => en.waitingHeading },
  { state: 'active', heading: () => en.activeHeading },
  { state: 'over', heading: () => en.overHeading },
] as const;

/** Who waits, who is being talked to, who has gone. */
export function ChatList({ store }: ChatListProps) {
  const chats = store.chats.value;
  return (
    <nav class="list" aria-label={en.chats} tabIndex={-1}>
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

/** An offer that went without an answer leaves a line; it is spoken elsewhere. */
function Missed({ store }: ChatListProps) {
  const missed = store.missed.value;
  const box = useRef<HTMLParagraphElement>(null);
  if (!missed) return null;
  const putAway = () => {
    // The button goes, and the focus would with it.
    box.current?.closest('nav')?.focus();
    store.dismissMissed();
  };
  return (
    <p ref={box} class="list-missed">
      <span>{missed.why === 'late' ? en.offerLate(missed.name) : en.offerGone(missed.name)}</span>
      <button type="button" class="button quiet icon" aria-label={en.dismiss} title={en.dismiss} onClick={putAway}>
        <Icon path={icons.end} />
      </button>
    </p>
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
