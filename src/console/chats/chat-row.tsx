import { useId } from 'preact/hooks';
import { Avatar } from '../components/avatar.tsx';
import { messages } from '../messages/messages.ts';
import type { AgentChatStore } from './agent-chat-store.ts';
import type { ChatDesk } from './chat-desk.ts';
import { OfferActions } from './offer-actions.tsx';
import { RelativeTime } from './relative-time.tsx';

type ChatRowProps = { store: ChatDesk; chat: AgentChatStore };

/** One chat in the list. A new offer shows up here and never takes the focus. */
export function ChatRow({ store, chat }: ChatRowProps) {
  const lineId = useId();
  const details = chat.details.value;
  const unread = chat.unread.value;
  const isSelected = store.selected.value === chat;
  const open = (event: MouseEvent) => {
    store.select(chat.id);
    // A click with the mouse goes to the composer; the keyboard may only move in the list.
    if ('pointerType' in event && event.pointerType === 'mouse') store.wantComposer(chat.id);
  };
  return (
    <li class="row" data-state={details.state} data-selected={isSelected} data-unread={unread > 0}>
      <div class="row-body">
        <Avatar
          name={details.visitor.name}
          presence={details.state === 'active' ? details.visitor.presence : undefined}
        />
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
            {details.visitor.name}
          </span>
          {unread > 0 && <span class="unseen">, {messages.value.unread(unread)}</span>}
        </button>
        <RelativeTime chat={chat} now={store.now} />
        <span class="row-line" id={lineId} dir="auto">
          <RowLine chat={chat} isSelected={isSelected} />
        </span>
        {unread > 0 && (
          <span class="badge" aria-hidden="true">
            {unread > 99 ? '99+' : unread}
          </span>
        )}
      </div>
      {details.state === 'offered' && !isSelected && <OfferActions store={store} chat={chat} />}
    </li>
  );
}

function RowLine({ chat, isSelected }: { chat: AgentChatStore; isSelected: boolean }) {
  const details = chat.details.value;
  const entry = chat.lastEntry.value;
  const typing = chat.conversation.value?.typing.value;
  if (details.state === 'offered') return <>{details.queueName}</>;
  // In the selected chat the transcript shows it.
  if (typing && !isSelected) return <em>{messages.value.typing(details.visitor.name)}</em>;
  if (!entry) return <>{messages.value.newLine}</>;
  return <>{entry.senderId === details.memberId ? `${messages.value.you}: ${entry.body}` : entry.body}</>;
}

/** The button of a chat in the list. */
export function findChatRow(chatId: string | undefined): HTMLElement | null {
  return chatId === undefined ? null : document.querySelector<HTMLElement>(`[data-chat="${CSS.escape(chatId)}"]`);
}

/** Focuses the first chat of the list, for when the focused element goes with its chat. */
export function focusChatList(): void {
  const first = document.querySelector<HTMLElement>('[data-chat]') ?? document.querySelector<HTMLElement>('nav.list');
  first?.focus();
}
