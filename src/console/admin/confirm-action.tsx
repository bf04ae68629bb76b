import { useSignal } from '@preact/signals';
import { adminMessages } from '../messages/messages.ts';
import type { FormError } from './form-error.ts';

type AskFirstProps = {
  label: string;
  /** Whom or what it is done to, for those who hear the button alone. */
  about: string;
  question: string;
  onYes(): Promise<FormError | undefined>;
};

/** A button that asks before it does what others feel at once. */
export function ConfirmAction({ label, about, question, onYes }: AskFirstProps) {
  const isAsked = useSignal(false);
  const wasAsked = useSignal(false);
  const status = useSignal<string | undefined>(undefined);
  const answer = async () => {
    isAsked.value = false;
    status.value = (await onYes())?.text ?? adminMessages.value.done;
  };
  if (!isAsked.value) {
    return (
      <div class="removal">
        <button
          ref={wasAsked.value ? focus : null}
          type="button"
          class="button quiet"
          aria-label={`${label}: ${about}`}
          onClick={() => {
            isAsked.value = wasAsked.value = true;
            status.value = undefined;
          }}
        >
          {label}
        </button>{' '}
        <span role="status">{status}</span>
      </div>
    );
  }
  return (
    <fieldset class="removal">
      <legend>{question}</legend>
      <button type="button" class="button" onClick={answer}>
        {label}
      </button>{' '}
      <button ref={focus} type="button" class="button quiet" onClick={() => (isAsked.value = false)}>
        {adminMessages.value.notNow}
      </button>
    </fieldset>
  );
}

const focus = (button: HTMLButtonElement | null) => button?.focus();
