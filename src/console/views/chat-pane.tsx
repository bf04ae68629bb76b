import { type Signal, useSignal } from '@preact/signals';
import type { ConsoleStore } from '../console-store.ts';
import type { DeskChat } from '../desk-chat.ts';
import { en } from '../strings/en.ts';
import { ChatHeader } from './chat-header.tsx';
import { Confirm } from './confirm.tsx';
import { MediaBar } from './media-bar.tsx';
import { OfferCard } from './offer-card.tsx';
import { Transcript } from './transcript.tsx';
import { Writing } from './writing.tsx';

type ChatPaneProps = { store: ConsoleStore; chat: DeskChat; isDetailsOpen: Signal<boolean> };

export type Question = 'none' | 'leave' | 'end';

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
          {step.state === 'failed' && (
            <p class="notice chat-note" role="alert">
              {step.error.kind === 'offline' ? en.failedOffline : en.failed}
            </p>
          )}
          {state === 'active' ? <Writing store={store} chat={chat} talk={talk} /> : <Over store={store} chat={chat} />}
        </>
      )}
      <Asking store={store} chat={chat} question={question} />
    </section>
  );
}

function Over({ store, chat }: Pick<ChatPaneProps, 'store' | 'chat'>) {
  const { visitor } = chat.facts.value;
  return (
    <div class="over">
      <p>{visitor.presence === 'left' ? en.chatOverLeft(visitor.name) : en.chatOver}</p>
      <button type="button" class="button primary" onClick={() => store.close(chat.id)}>
        {en.closeChat}
      </button>
    </div>
  );
}

/** What had the focus is gone with its chat. */
function focusList(): void {
  const first = document.querySelector<HTMLElement>('[data-chat]') ?? document.querySelector<HTMLElement>('nav.list');
  first?.focus();
}

type AskingProps = { store: ConsoleStore; chat: DeskChat; question: Signal<Question> };

function Asking({ store, chat, question }: AskingProps) {
  const deed = question.value;
  if (deed === 'none') return null;
  const { name } = chat.facts.value.visitor;
  const close = () => {
    question.value = 'none';
  };
  const go = async () => {
    close();
    if (await store.deeds[deed](chat)) focusList();
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
