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
