import { useEffect, useId, useRef } from 'preact/hooks';
import { messages } from '../messages/messages.ts';

type ConfirmProps = {
  question: string;
  explanation: string;
  yes: string;
  onYes(): void;
  onNo(): void;
};

/** Asks before something that cannot be taken back. The focus starts on the harmless answer. */
export function Confirm({ question, explanation, yes, onYes, onNo }: ConfirmProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="confirm"
      aria-labelledby={`${id}-question`}
      aria-describedby={`${id}-more`}
      onClose={onNo}
    >
      <h2 id={`${id}-question`}>{question}</h2>
      <p id={`${id}-more`}>{explanation}</p>
      <div class="confirm-actions">
        <button type="button" class="button" autofocus onClick={onNo}>
          {messages.value.cancel}
        </button>
        <button type="button" class="button danger primary" onClick={onYes}>
          {yes}
        </button>
      </div>
    </dialog>
  );
}
