import { useEffect, useRef } from 'preact/hooks';
import { Initials } from '../components/avatar.tsx';
import { Fact } from '../components/detail-row.tsx';
import { fullTime } from '../components/times.ts';
import { en } from '../messages/en.ts';
import { presenceWords } from '../session/presence.ts';
import type { DeskChat } from './agent-chat-store.ts';
import { Earlier } from './earlier-chat-list.tsx';

type DetailsProps = { chat: DeskChat; isOpen: boolean; onClose(): void };

/** What is known of the visitor. */
export function Details({ chat, isOpen, onClose }: DetailsProps) {
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Where there is room for one column only, what was focused has just been hidden.
    if (isOpen) close.current?.focus();
  }, [isOpen]);
  const { state, visitor, queueName, startedAt } = chat.facts.value;
  const signed = visitor.fields.filter(({ name }) => visitor.signedFields.includes(name));
  const toldByPage = visitor.fields.filter(({ name }) => !visitor.signedFields.includes(name));
  return (
    <aside class="details" aria-label={en.details}>
      <button ref={close} type="button" class="button quiet details-close" onClick={onClose}>
        {en.hideDetails}
      </button>
      <div class="details-head">
        <Initials name={visitor.name} presence={state === 'over' ? undefined : visitor.presence} />
        <div>
          <h2 dir="auto">{visitor.name}</h2>
          <p>{presenceWords(chat.facts.value)}</p>
        </div>
      </div>
      <dl>
        <Fact name={en.detailFullName} value={visitor.fullName} />
        <Fact name={en.detailEmail} value={visitor.email} isUnverified={!visitor.signedFields.includes('email')} />
        <Fact
          name={en.detailPhone}
          value={visitor.phone}
          isUnverified={!visitor.signedFields.includes('phoneNumber')}
        />
        <Fact name={en.detailPage} value={visitor.page} />
        <Fact name={en.detailQueue} value={queueName} />
        <Fact name={en.detailStarted} value={startedAt === undefined ? undefined : fullTime(startedAt)} />
      </dl>
      <Earlier chat={chat} />
      {signed.length > 0 && <h3>{en.signedFields}</h3>}
      <Fields fields={signed} />
      <h3>{en.customFields}</h3>
      {toldByPage.length === 0 && <p class="details-none">{en.noFields}</p>}
      <Fields fields={toldByPage} />
    </aside>
  );
}

function Fields({ fields }: { fields: readonly { name: string; value: string }[] }) {
  return (
    <dl>
      {fields.map(({ name, value }) => (
        <Fact key={name} name={name} value={value} />
      ))}
    </dl>
  );
}
