import type { Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { Avatar } from '../components/avatar.tsx';
import { icons } from '../components/icons.ts';
import { messages } from '../messages/messages.ts';
import type { AgentChatStore } from './agent-chat-store.ts';
import type { ChatDesk } from './chat-desk.ts';
import { findChatRow } from './chat-row.tsx';
import { presenceText } from './presence-text.ts';

/** The dialog that is open below the header. */
export type Question = 'none' | 'leave' | 'end' | 'transfer';

type ChatHeaderProps = {
  store: ChatDesk;
  chat: AgentChatStore;
  question: Signal<Question>;
  isDetailsOpen: Signal<boolean>;
};

export function ChatHeader({ store, chat, question, isDetailsOpen }: ChatHeaderProps) {
  const details = chat.details.value;
  const opener = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  const isOpen = isDetailsOpen.value;
  useEffect(() => {
    if (wasOpen.current && !isOpen) opener.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  const goBack = () => {
    store.select(undefined);
    requestAnimationFrame(() => findChatRow(chat.id)?.focus());
  };
  return (
    <header class="chat-header">
      <Back store={store} onPress={goBack} />
      <Avatar name={details.visitor.name} presence={details.state === 'over' ? undefined : details.visitor.presence} />
      <div class="chat-title">
        <h2 dir="auto">{details.visitor.name}</h2>
        <p>{presenceText(details)}</p>
      </div>
      {details.state === 'active' && <ChatActionButtons store={store} chat={chat} question={question} />}
      <button
        ref={opener}
        type="button"
        class="button quiet icon folded-only"
        aria-label={messages.value.details}
        title={messages.value.details}
        data-key="i"
        onClick={() => (isDetailsOpen.value = true)}
      >
        <Icon path={icons.info} />
      </button>
    </header>
  );
}

/** With one column it also shows how many offers wait in the list. */
function Back({ store, onPress }: { store: ChatDesk; onPress(): void }) {
  const waiting = store.offers.value.length;
  return (
    <button
      type="button"
      class="button quiet icon narrow-only"
      aria-label={waiting > 0 ? messages.value.backWaiting(waiting) : messages.value.back}
      onClick={onPress}
    >
      <Icon path={icons.back} />
      {waiting > 0 && (
        <span class="badge" aria-hidden="true">
          {waiting}
        </span>
      )}
    </button>
  );
}

type ChatActionButtonsProps = Pick<ChatHeaderProps, 'store' | 'chat' | 'question'>;

function ChatActionButtons({ store, chat, question }: ChatActionButtonsProps) {
  const { actions } = store;
  const isAsking = chat.conversation.value?.mediaRequests.value.some(({ state }) => state === 'PENDING') ?? false;
  const isBusy = chat.actionState.value.state === 'busy';
  const ask = (type: 'COBROWSE' | 'SCREENSHARE') => {
    if (!isAsking && !isBusy) void actions.askForMedia(chat, type);
  };
  return (
    <div class="deeds">
      <ActionButton
        name={messages.value.askCobrowse}
        path={icons.cobrowse}
        isOff={isAsking}
        onPress={() => ask('COBROWSE')}
      />
      <ActionButton
        name={messages.value.askScreenshare}
        path={icons.screen}
        isOff={isAsking}
        onPress={() => ask('SCREENSHARE')}
      />
      <span class="deeds-gap" />
      <ActionButton
        name={messages.value.transfer}
        path={icons.transfer}
        isOff={isBusy}
        shortcut="t"
        onPress={() => (question.value = 'transfer')}
      />
      <ActionButton
        name={messages.value.leaveChat}
        path={icons.leave}
        isOff={isBusy}
        onPress={() => (question.value = 'leave')}
      />
      <ActionButton
        name={messages.value.endChat}
        path={icons.end}
        isOff={isBusy}
        isDanger
        shortcut="e"
        onPress={() => (question.value = 'end')}
      />
    </div>
  );
}

type ActionButtonProps = {
  name: string;
  path: string;
  isOff: boolean;
  isDanger?: boolean;
  shortcut?: string;
  onPress(): void;
};

function ActionButton({ name, path, isOff, isDanger = false, shortcut, onPress: onDo }: ActionButtonProps) {
  return (
    <button
      type="button"
      class={isDanger ? 'button quiet danger deed' : 'button quiet deed'}
      title={name}
      data-key={shortcut}
      aria-disabled={isOff}
      onClick={onDo}
    >
      <Icon path={path} />
      <span>{name}</span>
    </button>
  );
}
