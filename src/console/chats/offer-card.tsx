import { waitedTime } from '../components/times.ts';
import { messages } from '../messages/messages.ts';
import type { AgentChatStore } from './agent-chat-store.ts';
import type { ChatDesk } from './chat-desk.ts';
import { OfferActions } from './offer-actions.tsx';

type OfferCardProps = { store: ChatDesk; chat: AgentChatStore };

/** A selected offer before it is accepted. */
export function OfferCard({ store, chat }: OfferCardProps) {
  const { visitor, startedAt, queueName } = chat.details.value;
  const waited = waitedTime(store.now.value - (startedAt ?? store.now.value));
  return (
    <section class="offer-card">
      <h2>{messages.value.offerLine(visitor.name)}</h2>
      <p>
        {queueName === undefined ? '' : `${queueName} · `}
        {messages.value.waitingSince(waited)}
      </p>
      <OfferActions store={store} chat={chat} />
      <p class="offer-hint">{messages.value.offerHint}</p>
    </section>
  );
}
