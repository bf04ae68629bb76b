import type { Named, PastChatText } from '../../client/agent/history-port.ts';
import { DetailRow } from '../components/detail-row.tsx';
import { en } from '../messages/en.ts';

type PastChatDetailsProps = { chat: PastChatText; deployments: readonly Named[] };

/** Who it was, and what those who answered said it was about. */
export function PastChatDetails({ chat, deployments }: PastChatDetailsProps) {
  const { visitor, queueName, agents, wrapups } = chat;
  const deployment = deployments.find(({ id }) => id === chat.deploymentId)?.name;
  return (
    <aside class="past-facts" aria-label={en.details}>
      {wrapups.map(({ by, code, notes }, index) => (
        <p key={index} class="past-wrapup" dir="auto">
          {en.historyWrapUp(by || en.someone, [code, notes].filter(Boolean).join(': '))}
        </p>
      ))}
      <dl>
        <DetailRow name={en.detailFullName} value={visitor.fullName} />
        <DetailRow name={en.detailEmail} value={visitor.email} isUnverified={!visitor.signedFields.includes('email')} />
        <DetailRow
          name={en.detailPhone}
          value={visitor.phone}
          isUnverified={!visitor.signedFields.includes('phoneNumber')}
        />
        <DetailRow name={en.detailPage} value={visitor.page} />
        <DetailRow name={en.detailQueue} value={queueName} />
        <DetailRow name={en.historyFields.userId} value={agents.join(', ')} />
        <DetailRow name={en.historyFields.deploymentId} value={deployment} />
        {visitor.fields.map(({ name, value }) => (
          <DetailRow key={name} name={name} value={value} isUnverified={!visitor.signedFields.includes(name)} />
        ))}
      </dl>
    </aside>
  );
}
