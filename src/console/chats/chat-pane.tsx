import { type Signal, useSignal } from '@preact/signals';
import { messages } from '../messages/messages.ts';
import type { AgentChatStore } from './agent-chat-store.ts';
import type { ChatDesk } from './chat-desk.ts';
import { ChatHeader, type Question } from './chat-header.tsx';
import { focusChatList } from './chat-row.tsx';
import { ComposerTabs } from './composer-tabs.tsx';
import { Confirm } from './confirm.tsx';
import { MediaBar } from './media-bar.tsx';
import { OfferCard } from './offer-card.tsx';
import { Transcript } from './transcript.tsx';
import { Transfer } from './transfer.tsx';
import { WrapUp } from './wrap-up.tsx';

type ChatPaneProps = { store: ChatDesk; chat: AgentChatStore; isDetailsOpen: Signal<boolean> };

/** The selected chat. */
export function ChatPane({ store, chat, isDetailsOpen }: ChatPaneProps) {
  const question = useSignal<Question>('none');
  const conversation = chat.conversation.value;
  const step = chat.actionState.value;
  const { state, visitor } = chat.details.value;
  return (
    <section class="chat" data-state={state} aria-label={visitor.name}>
      <ChatHeader store={store} chat={chat} question={question} isDetailsOpen={isDetailsOpen} />
      {state === 'offered' && <OfferCard store={store} chat={chat} />}
      {conversation && (
        <>
          <Transcript conversation={conversation} chat={chat} now={store.now} />
          <MediaBar store={store} chat={chat} />
          {state === 'active' && visitor.presence === 'away' && (
            <p class="chat-note">{messages.value.visitorAway(visitor.name)}</p>
          )}
          {step.state === 'failed' && question.value !== 'transfer' && (
            <p class="notice chat-note" role="alert">
              {step.error.kind === 'offline' ? messages.value.failedOffline : messages.value.failed}
            </p>
          )}
          {state === 'active' ? (
            <ComposerTabs store={store} chat={chat} conversation={conversation} />
          ) : (
            <WrapUp store={store} chat={chat} />
          )}
        </>
      )}
      <ChatQuestion store={store} chat={chat} question={question} />
    </section>
  );
}

type ChatQuestionProps = { store: ChatDesk; chat: AgentChatStore; question: Signal<Question> };

function ChatQuestion({ store, chat, question }: ChatQuestionProps) {
  const action = question.value;
  if (action === 'none') return null;
  const { name } = chat.details.value.visitor;
  const close = () => {
    question.value = 'none';
  };
  // If the chat was removed the list takes the focus; the wrap-up form takes it itself.
  const done = () => {
    if (store.selected.value !== chat) focusChatList();
  };
  if (action === 'transfer') {
    return (
      <Transfer
        store={store}
        chat={chat}
        onClose={close}
        onDone={() => {
          close();
          done();
        }}
      />
    );
  }
  const go = async () => {
    close();
    if (await store.actions[action](chat)) done();
  };
  const isLeaving = action === 'leave';
  return (
    <Confirm
      question={isLeaving ? messages.value.leaveAsk(name) : messages.value.endAsk(name)}
      explanation={isLeaving ? messages.value.leaveExplain : messages.value.endExplain}
      yes={isLeaving ? messages.value.leaveChat : messages.value.endChat}
      onYes={go}
      onNo={close}
    />
  );
}

/** Shown while no chat is selected. */
export function EmptyState({ store }: { store: ChatDesk }) {
  const isEmpty = store.chats.value.length === 0;
  return (
    <section class="nothing">
      <h2>{isEmpty ? messages.value.noChats : messages.value.nothingSelected}</h2>
      <p>{isEmpty ? messages.value.noChatsHint : messages.value.nothingSelectedHint}</p>
    </section>
  );
}
