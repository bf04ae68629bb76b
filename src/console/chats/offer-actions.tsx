import { messages } from '../messages/messages.ts';
import type { AgentChatStore } from './agent-chat-store.ts';
import type { ChatDesk } from './chat-desk.ts';

type OfferActionsProps = { store: ChatDesk; chat: AgentChatStore };

/** Accept or decline, with the time that is left for it. */
export function OfferActions({ store, chat }: OfferActionsProps) {
  const step = chat.actionState.value;
  const { offerMs } = chat.details.value;
  const leftMs = Math.max(0, chat.offerEndsAt.value - store.now.value);
  const seconds = Math.ceil(leftMs / 1000);
  const isBusy = step.state === 'busy';
  return (
    <div class="offer">
      <progress class="offer-time" value={leftMs} max={offerMs} aria-label={messages.value.secondsLeft(seconds)} />
      <button
        type="button"
        class="button primary"
        aria-disabled={isBusy}
        aria-describedby={`offer-${chat.id}`}
        onClick={() => void store.acceptAndOpen(chat)}
      >
        {isBusy && step.action === 'accept' ? messages.value.accepting : messages.value.accept}
      </button>
      <button
        type="button"
        class="button"
        aria-disabled={isBusy}
        aria-describedby={`offer-${chat.id}`}
        onClick={() => void store.actions.decline(chat)}
      >
        {messages.value.decline}
      </button>
      <span class="offer-seconds" aria-hidden="true">
        {messages.value.secondsShort(seconds)}
      </span>
      <span class="unseen" id={`offer-${chat.id}`}>
        {messages.value.offerLine(chat.details.value.visitor.name)}
      </span>
      {step.state === 'failed' && (
        <p class="notice" role="alert">
          {messages.value.failed}
        </p>
      )}
    </div>
  );
}
