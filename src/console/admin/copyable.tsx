import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { adminMessages } from '../messages/messages.ts';

type CopyableProps = { label: string; hint?: string; text: string; rows?: number };

/** What is made for another place, with a button that takes it there. */
export function Copyable({ label, hint, text, rows = 8 }: CopyableProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const told = useSignal({ text: '', about: '' });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      told.value = { text: adminMessages.value.copied, about: text };
    } catch {
      box.current?.select();
      told.value = { text: adminMessages.value.copyByHand, about: text };
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
      {/* What was copied before a change is not what stands here. */}
      <span role="status">{told.value.about === text && told.value.text}</span>
    </div>
  );
}
