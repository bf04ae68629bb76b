import type { Visitor } from '../../chat/agent-model.ts';
import { messages } from '../messages/messages.ts';

type DetailRowProps = { name: string; value: string | undefined; isUnverified?: boolean };

/** A row of a `<dl>`; nothing without a value. */
export function DetailRow({ name, value, isUnverified = false }: DetailRowProps) {
  if (!value) return null;
  return (
    <div class="fact">
      <dt dir="auto">{name}</dt>
      <dd>
        <span dir="auto">{value}</span>
        {isUnverified && (
          <>
            {' '}
            <span class="unverified">{messages.value.unverified}</span>
          </>
        )}
      </dd>
    </div>
  );
}

type VisitorRowsProps = {
  visitor: Pick<Visitor, 'fullName' | 'email' | 'phone' | 'page' | 'signedFields'>;
  queueName: string | undefined;
};

/** The rows that a running chat and one that is over share. */
export function VisitorRows({ visitor, queueName }: VisitorRowsProps) {
  const isUnverified = (field: string) => !visitor.signedFields.includes(field);
  const names = messages.value;
  return (
    <>
      <DetailRow name={names.detailFullName} value={visitor.fullName} />
      <DetailRow name={names.detailEmail} value={visitor.email} isUnverified={isUnverified('email')} />
      <DetailRow name={names.detailPhone} value={visitor.phone} isUnverified={isUnverified('phoneNumber')} />
      <DetailRow name={names.detailPage} value={visitor.page} />
      <DetailRow name={names.detailQueue} value={queueName} />
    </>
  );
}
