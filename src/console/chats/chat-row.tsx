import { useId } from 'preact/hooks';
import type { ConsoleStore } from '../app/console-store.ts';
import { Initials } from '../components/avatar.tsx';
import { Since } from '../components/relative-time.tsx';
import { en } from '../messages/en.ts';
import type { DeskChat } from './agent-chat-store.ts';
import { OfferActions } from './offer-actions.tsx';

type ChatRowProps = { store: ConsoleStore; chat: DeskChat };

/** One chat in the list. A new offer shows up here and never takes the focus. */
export function ChatRow({ store, chat }: ChatRowProps) {
  const lineId = useId();
  const facts = chat.facts.value;
  const unread = chat.unread.value;
  const isSelected = store.selected.value === chat;
  const open = (event: MouseEvent) => {
    store.select(chat.id);
    // Choosing with the mouse means wanting to write; with the keys one may be only looking around.
    if ('pointerType' in event && event.pointerType === 'mouse') store.wantComposer(chat.id);
  };
  return (
    <li class="row" data-state={facts.state} data-selected={isSelected} data-unread={unread > 0}>
      <div class="row-body">
        <Initials name={facts.visitor.name} presence={facts.state === 'active' ? facts.visitor.presence : undefined} />
        {/* Named by the visitor alone; it is stretched over the whole row by the stylesheet. */}
        <button
          type="button"
          class="row-open"
          data-chat={chat.id}
          aria-current={isSelected ? 'true' : undefined}
          aria-describedby={lineId}
          onClick={open}
        >
          <span class="row-name" dir="auto">
            {facts.visitor.name}
          </span>
          {unread > 0 && <span class="unseen">, {en.unread(unread)}</span>}
        </button>
        <Since chat={chat} now={store.now} />
        <span class="row-line" id={lineId} dir="auto">
          <RowLine chat={chat} isSelected={isSelected} />
        </span>
        {unread > 0 && (
          <span class="badge" aria-hidden="true">
            {unread > 99 ? '99+' : unread}
          </span>
        )}
      </div>
      {facts.state === 'offered' && !isSelected && <OfferActions store={store} chat={chat} />}
    </li>
  );
}

function RowLine({ chat, isSelected }: { chat: DeskChat; isSelected: boolean }) {
  const facts = chat.facts.value;
  const entry = chat.lastEntry.value;
  const typing = chat.talk.value?.typing.value;
  if (facts.state === 'offered') return <>{facts.queueName}</>;
  // In the chosen chat the transcript says so already.
  if (typing && !isSelected) return <em>{en.typing(facts.visitor.name)}</em>;
  if (!entry) return <>{en.newLine}</>;
  return <>{entry.senderId === facts.memberId ? `${en.you}: ${entry.body}` : entry.body}</>;
}
