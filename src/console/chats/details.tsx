import { useEffect, useRef } from 'preact/hooks';
import { Avatar } from '../components/avatar.tsx';
import { DetailRow, VisitorRows } from '../components/detail-row.tsx';
import { fullTime } from '../components/times.ts';
import { messages } from '../messages/messages.ts';
import type { AgentChatStore } from './agent-chat-store.ts';
import { EarlierChatList } from './earlier-chat-list.tsx';
import { presenceText } from './presence-text.ts';

type DetailsProps = { chat: AgentChatStore; isOpen: boolean; onClose(): void };

/** The visitor's details. */
export function Details({ chat, isOpen, onClose }: DetailsProps) {
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // With one column the focused element has just been hidden.
    if (isOpen) close.current?.focus();
  }, [isOpen]);
  const { state, visitor, queueName, startedAt } = chat.details.value;
  const signed = visitor.fields.filter(({ name }) => visitor.signedFields.includes(name));
  const unsigned = visitor.fields.filter(({ name }) => !visitor.signedFields.includes(name));
  return (
    <aside class="details" aria-label={messages.value.details}>
      <button ref={close} type="button" class="button quiet details-close" onClick={onClose}>
        {messages.value.hideDetails}
      </button>
      <div class="details-head">
        <Avatar name={visitor.name} presence={state === 'over' ? undefined : visitor.presence} />
        <div>
          <h2 dir="auto">{visitor.name}</h2>
          <p>{presenceText(chat.details.value)}</p>
        </div>
      </div>
      <dl>
        <VisitorRows visitor={visitor} queueName={queueName} />
        <DetailRow
          name={messages.value.detailStarted}
          value={startedAt === undefined ? undefined : fullTime(startedAt)}
        />
      </dl>
      <EarlierChatList chat={chat} />
      {signed.length > 0 && <h3>{messages.value.signedFields}</h3>}
      <Fields fields={signed} />
      <h3>{messages.value.customFields}</h3>
      {unsigned.length === 0 && <p class="details-none">{messages.value.noFields}</p>}
      <Fields fields={unsigned} />
    </aside>
  );
}

function Fields({ fields }: { fields: readonly { name: string; value: string }[] }) {
  return (
    <dl>
      {fields.map(({ name, value }) => (
        <DetailRow key={name} name={name} value={value} />
      ))}
    </dl>
  );
}
