import { useSignal } from '@preact/signals';
import { adminWords as words } from '../strings/admin-en.ts';

/** Asks before it does what cannot be undone. */
export function Removal({ name, onRemove }: { name: string; onRemove(): Promise<string | undefined> }) {
  const isAsked = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  const remove = async () => {
    isAsked.value = false;
    problem.value = await onRemove();
  };
  if (!isAsked.value) {
    return (
      <>
        <p class="notice" role="alert" hidden={!problem.value}>
          {problem}
        </p>
        <button
          type="button"
          class="button quiet"
          aria-label={`${words.remove} ${name}`}
          onClick={() => (isAsked.value = true)}
        >
          {words.remove}
        </button>
      </>
    );
  }
  return (
    <fieldset>
      <legend>{words.reallyRemove(name)}</legend>
      <button type="button" class="button" onClick={remove}>
        {words.remove}
      </button>{' '}
      <button ref={focus} type="button" class="button quiet" onClick={() => (isAsked.value = false)}>
        {words.keep}
      </button>
    </fieldset>
  );
}

/** The question takes the place of the button that had the focus; the harmless answer gets it. */
const focus = (button: HTMLButtonElement | null) => button?.focus();
