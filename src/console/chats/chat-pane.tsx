import { type Signal, useSignal } from '@preact/signals';
import type { ConsoleStore } from '../app/console-store.ts';
import { focusList } from '../components/focus-list.ts';
import { en } from '../messages/en.ts';
import type { DeskChat } from './agent-chat-store.ts';
import { ChatHeader, type Question } from './chat-header.tsx';
import { Writing } from './composer-tabs.tsx';
import { Confirm } from './confirm.tsx';
import { MediaBar } from './media-bar.tsx';
import { OfferCard } from './offer-card.tsx';
import { Transcript } from './transcript.tsx';
import { Transfer } from './transfer.tsx';
import { WrapUp } from './wrap-up.tsx';

type ChatPaneProps = { store: ConsoleStore; chat: DeskChat; isDetailsOpen: Signal<boolean> };

/** The chosen chat in the middle. */
export function ChatPane({ store, chat, isDetailsOpen }: ChatPaneProps) {
  const question = useSignal<Question>('none');
  const talk = chat.talk.value;
  const step = chat.step.value;
  const { state, visitor } = chat.facts.value;
  return (
    <section class="chat" data-state={state} aria-label={visitor.name}>
      <ChatHeader store={store} chat={chat} question={question} isDetailsOpen={isDetailsOpen} />
      {state === 'offered' && <OfferCard store={store} chat={chat} />}
      {talk && (
        <>
          <Transcript talk={talk} chat={chat} now={store.now} />
          <MediaBar store={store} chat={chat} />
          {state === 'active' && visitor.presence === 'away' && <p class="chat-note">{en.visitorAway(visitor.name)}</p>}
          {step.state === 'failed' && question.value !== 'transfer' && (
            <p class="notice chat-note" role="alert">
              {step.error.kind === 'offline' ? en.failedOffline : en.failed}
            </p>
          )}
          {state === 'active' ? (
            <Writing store={store} chat={chat} talk={talk} />
          ) : (
            <WrapUp store={store} chat={chat} />
          )}
        </>
      )}
      <Asking store={store} chat={chat} question={question} />
    </section>
  );
}

type AskingProps = { store: ConsoleStore; chat: DeskChat; question: Signal<Question> };

function Asking({ store, chat, question }: AskingProps) {
  const deed = question.value;
  if (deed === 'none') return null;
  const { name } = chat.facts.value.visitor;
  const close = () => {
    question.value = 'none';
  };
  // A chat that is gone from the desk leaves the focus to the list; one to be wrapped up takes it itself.
  const done = () => {
    if (store.selected.value !== chat) focusList();
  };
  if (deed === 'transfer') {
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
    if (await store.deeds[deed](chat)) done();
  };
  const isLeaving = deed === 'leave';
  return (
    <Confirm
      question={isLeaving ? en.leaveAsk(name) : en.endAsk(name)}
      explanation={isLeaving ? en.leaveExplain : en.endExplain}
      yes={isLeaving ? en.leaveChat : en.endChat}
      onYes={go}
      onNo={close}
    />
  );
}
