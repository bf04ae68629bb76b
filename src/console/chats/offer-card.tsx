import type { ConsoleStore } from '../app/console-store.ts';
import { waitedTime } from '../components/times.ts';
import { en } from '../messages/en.ts';
import type { DeskChat } from './agent-chat-store.ts';
import { OfferActions } from './offer-actions.tsx';

type OfferCardProps = { store: ConsoleStore; chat: DeskChat };

/** A chosen offer before it is accepted. */
export function OfferCard({ store, chat }: OfferCardProps) {
  const { visitor, startedAt, queueName } = chat.facts.value;
  const waited = waitedTime(store.now.value - (startedAt ?? store.now.value));
  return (
    <section class="offer-card">
      <h2>{en.offerLine(visitor.name)}</h2>
      <p>
        {queueName === undefined ? '' : `${queueName} · `}
        {en.waitingSince(waited)}
      </p>
      <OfferActions store={store} chat={chat} />
      <p class="offer-hint">{en.offerHint}</p>
    </section>
  );
}
