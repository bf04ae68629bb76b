import type { Named, PastChatText } from '../../client/agent/history-port.ts';
import { DetailRow, VisitorRows } from '../components/detail-row.tsx';
import { messages } from '../messages/messages.ts';

type PastChatDetailsProps = { chat: PastChatText; deployments: readonly Named[] };

/** The visitor's details and the agents' wrap-up. */
export function PastChatDetails({ chat, deployments }: PastChatDetailsProps) {
  const { visitor, queueName, agents, wrapups } = chat;
  const deployment = deployments.find(({ id }) => id === chat.deploymentId)?.name;
  return (
    <aside class="past-facts" aria-label={messages.value.details}>
      {wrapups.map(({ by, code, notes }, index) => (
        <p key={index} class="past-wrapup" dir="auto">
          {messages.value.historyWrapUp(by || messages.value.someone, [code, notes].filter(Boolean).join(': '))}
        </p>
      ))}
      <dl>
        <VisitorRows visitor={visitor} queueName={queueName} />
        <DetailRow name={messages.value.historyFields.userId} value={agents.join(', ')} />
        <DetailRow name={messages.value.historyFields.deploymentId} value={deployment} />
        {visitor.fields.map(({ name, value }) => (
          <DetailRow key={name} name={name} value={value} isUnverified={!visitor.signedFields.includes(name)} />
        ))}
      </dl>
    </aside>
  );
}
