import type { Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import type { ConsoleStore } from '../app/console-store.ts';
import { rowOf } from '../app/keyboard.ts';
import { Initials } from '../components/avatar.tsx';
import { icons } from '../components/icons.ts';
import { en } from '../messages/en.ts';
import { presenceWords } from '../session/presence.ts';
import type { DeskChat } from './agent-chat-store.ts';

/** What is asked below the header. */
export type Question = 'none' | 'leave' | 'end' | 'transfer';

type ChatHeaderProps = {
  store: ConsoleStore;
  chat: DeskChat;
  question: Signal<Question>;
  isDetailsOpen: Signal<boolean>;
};

export function ChatHeader({ store, chat, question, isDetailsOpen }: ChatHeaderProps) {
  const facts = chat.facts.value;
  const opener = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  const isOpen = isDetailsOpen.value;
  useEffect(() => {
    if (wasOpen.current && !isOpen) opener.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  const goBack = () => {
    store.select(undefined);
    requestAnimationFrame(() => rowOf(chat.id)?.focus());
  };
  return (
    <header class="chat-header">
      <Back store={store} onPress={goBack} />
      <Initials name={facts.visitor.name} presence={facts.state === 'over' ? undefined : facts.visitor.presence} />
      <div class="chat-title">
        <h2 dir="auto">{facts.visitor.name}</h2>
        <p>{presenceWords(facts)}</p>
      </div>
      {facts.state === 'active' && <Deeds store={store} chat={chat} question={question} />}
      <button
        ref={opener}
        type="button"
        class="button quiet icon folded-only"
        aria-label={en.details}
        title={en.details}
        data-key="i"
        onClick={() => (isDetailsOpen.value = true)}
      >
        <Icon path={icons.info} />
      </button>
    </header>
  );
}

/** Where there is room for one column only, it also tells who waits behind it. */
function Back({ store, onPress }: { store: ConsoleStore; onPress(): void }) {
  const waiting = store.offers.value.length;
  return (
    <button
      type="button"
      class="button quiet icon narrow-only"
      aria-label={waiting > 0 ? en.backWaiting(waiting) : en.back}
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

type DeedsProps = Pick<ChatHeaderProps, 'store' | 'chat' | 'question'>;

function Deeds({ store, chat, question }: DeedsProps) {
  const { deeds } = store;
  const isAsking = chat.talk.value?.mediaRequests.value.some(({ state }) => state === 'PENDING') ?? false;
  const isBusy = chat.step.value.state === 'busy';
  const ask = (type: 'COBROWSE' | 'SCREENSHARE') => {
    if (!isAsking && !isBusy) void deeds.askForMedia(chat, type);
  };
  return (
    <div class="deeds">
      <Deed name={en.askCobrowse} path={icons.cobrowse} isOff={isAsking} onDo={() => ask('COBROWSE')} />
      <Deed name={en.askScreenshare} path={icons.screen} isOff={isAsking} onDo={() => ask('SCREENSHARE')} />
      <span class="deeds-gap" />
      <Deed
        name={en.transfer}
        path={icons.transfer}
        isOff={isBusy}
        shortcut="t"
        onDo={() => (question.value = 'transfer')}
      />
      <Deed name={en.leaveChat} path={icons.leave} isOff={isBusy} onDo={() => (question.value = 'leave')} />
      <Deed
        name={en.endChat}
        path={icons.end}
        isOff={isBusy}
        isDanger
        shortcut="e"
        onDo={() => (question.value = 'end')}
      />
    </div>
  );
}

type DeedProps = { name: string; path: string; isOff: boolean; isDanger?: boolean; shortcut?: string; onDo(): void };

function Deed({ name, path, isOff, isDanger = false, shortcut, onDo }: DeedProps) {
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
