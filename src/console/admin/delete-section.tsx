import { useSignal } from '@preact/signals';
import type { Reference } from '../../client/admin/ports.ts';
import { adminMessages } from '../messages/messages.ts';
import type { FormError } from './form-error.ts';

type RemovalProps = {
  name: string;
  onRemove(): Promise<FormError | undefined>;
  /** What would miss it. */
  listReferences?(): Promise<readonly Reference[]>;
  /** What happens to what it leaves behind. */
  effect?: string;
};

/** Asks before it does what cannot be undone, and says who would miss it. */
export function DeleteSection({ name, onRemove, listReferences: uses, effect }: RemovalProps) {
  const missed = useSignal<readonly Reference[] | undefined>(undefined);
  const wasAsked = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  const ask = async () => {
    problem.value = undefined;
    missed.value = (await uses?.()) ?? [];
    wasAsked.value = true;
  };
  const remove = async () => {
    missed.value = undefined;
    problem.value = (await onRemove())?.text;
  };
  if (missed.value === undefined) {
    return (
      <div class="removal">
        <p class="notice" role="alert" hidden={!problem.value}>
          {problem}
        </p>
        <button
          ref={wasAsked.value ? focus : null}
          type="button"
          class="button quiet danger"
          aria-label={`${adminMessages.value.remove} ${name}`}
          onClick={ask}
        >
          {adminMessages.value.remove}
        </button>
      </div>
    );
  }
  return (
    <fieldset class="removal">
      <legend>{adminMessages.value.reallyRemove(name)}</legend>
      {missed.value.length > 0 && (
        <>
          <p>{adminMessages.value.usedBy}</p>
          <ul>
            {missed.value.map((use) => (
              <li key={`${use.kind} ${use.name}`} dir="auto">
                {referenceText(use)}
              </li>
            ))}
          </ul>
        </>
      )}
      {effect && <p>{effect}</p>}
      <button type="button" class="button danger" onClick={remove}>
        {adminMessages.value.remove}
      </button>{' '}
      <button ref={focus} type="button" class="button quiet" onClick={() => (missed.value = undefined)}>
        {adminMessages.value.keep}
      </button>
    </fieldset>
  );
}

function referenceText({ kind, count, name }: Reference): string {
  switch (kind) {
    case 'chat':
      return adminMessages.value.usedByChats(count);
    case 'ended chat':
      return adminMessages.value.usedByEnded(count);
    case 'wrap-up':
      return adminMessages.value.usedByWrapups(count);
    case 'queue':
      return adminMessages.value.usedByQueue(name);
    case 'deployment':
      return adminMessages.value.usedByDeployment(name);
    case 'client':
      return adminMessages.value.usedByClient(name);
    default:
      return kind satisfies never;
  }
}

/** The question takes the place of the button that had the focus; the harmless answer gets it. */
const focus = (button: HTMLButtonElement | null) => button?.focus();
