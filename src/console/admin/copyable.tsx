import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { adminMessages } from '../messages/messages.ts';

type CopyableProps = { label: string; hint?: string; text: string; rows?: number };

/** A text to be pasted elsewhere, with a button that copies it. */
export function Copyable({ label, hint, text, rows = 8 }: CopyableProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const status = useSignal({ text: '', about: '' });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      status.value = { text: adminMessages.value.copied, about: text };
    } catch {
      box.current?.select();
      status.value = { text: adminMessages.value.copyByHand, about: text };
    }
  };
  return (
    <div class="copyable">
      <label class="field">
        <span>{label}</span>
        {hint && <small>{hint}</small>}
        <textarea ref={box} class="code" readOnly rows={rows} dir="ltr" value={text} />
      </label>
      <button type="button" class="button" aria-label={`${adminMessages.value.copy}: ${label}`} onClick={copy}>
        {adminMessages.value.copy}
      </button>{' '}
      {/* After a change of the text the copied one is outdated, so the status goes. */}
      <span role="status">{status.value.about === text && status.value.text}</span>
    </div>
  );
}
