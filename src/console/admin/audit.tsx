import { useSignal } from '@preact/signals';
import { fullTime } from '../components/times.ts';
import { adminMessages } from '../messages/messages.ts';
import type { AdminModel } from './admin-model.ts';

/** Who did what. */
export function Audit({ admin }: { admin: AdminModel }) {
  const { entries, hasMore } = admin.audit.value;
  const problem = useSignal<string | undefined>(undefined);
  return (
    <>
      <p>
        {adminMessages.value.auditFile}{' '}
        <a href="/api/v2/audits?format=csv" download>
          CSV
        </a>{' '}
        <a href="/api/v2/audits?format=json" download>
          JSON
        </a>
      </p>
      {entries.length === 0 && <p>{adminMessages.value.none}</p>}
      <ol class="deeds">
        {entries.map(({ id, at, who, action, what }) => (
          <li key={id}>
            <time dateTime={at}>{when(at)}</time> <b dir="auto">{who}</b> {action} <span dir="auto">{what}</span>
          </li>
        ))}
      </ol>
      <p class="notice" role="alert" hidden={!problem.value}>
        {problem}
      </p>
      {hasMore && (
        <button
          type="button"
          class="button"
          onClick={async () => {
            problem.value = (await admin.loadOlderAudit())?.text;
          }}
        >
          {adminMessages.value.older}
        </button>
      )}
    </>
  );
}

const when = (at: string) => (Number.isNaN(Date.parse(at)) ? at : fullTime(Date.parse(at)));
