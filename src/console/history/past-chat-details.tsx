import type { Named, PastChatText } from '../../client/agent/history-port.ts';
import { Fact } from '../components/detail-row.tsx';
import { en } from '../messages/en.ts';

type PastFactsProps = { chat: PastChatText; deployments: readonly Named[] };

/** Who it was, and what those who answered said it was about. */
export function PastFacts({ chat, deployments }: PastFactsProps) {
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
        <Fact name={en.detailFullName} value={visitor.fullName} />
        <Fact name={en.detailEmail} value={visitor.email} isUnverified={!visitor.signedFields.includes('email')} />
        <Fact
          name={en.detailPhone}
          value={visitor.phone}
          isUnverified={!visitor.signedFields.includes('phoneNumber')}
        />
        <Fact name={en.detailPage} value={visitor.page} />
        <Fact name={en.detailQueue} value={queueName} />
        <Fact name={en.historyFields.userId} value={agents.join(', ')} />
        <Fact name={en.historyFields.deploymentId} value={deployment} />
        {visitor.fields.map(({ name, value }) => (
          <Fact key={name} name={name} value={value} isUnverified={!visitor.signedFields.includes(name)} />
        ))}
      </dl>
    </aside>
  );
}
