import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import type { ConsoleStore } from '../console-store.ts';
import type { DeskChat } from '../desk-chat.ts';
import { en } from '../strings/en.ts';
import { icons } from './icons.ts';

const longest = 4000;

/** Where the agent writes to colleagues. What could not be kept stays in the field. */
export function NoteBox({ store, chat }: { store: ConsoleStore; chat: DeskChat }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const text = useSignal(chat.noteDraft());
  const body = text.value.trim();
  const isReady = body !== '' && body.length <= longest;
  useEffect(() => field.current?.focus(), []);

  const write = () => {
    text.value = field.current?.value ?? '';
    chat.noteDrafted(text.value);
  };
  const keep = async (event: Event) => {
    event.preventDefault();
    const written = text.value;
    if (!isReady || !(await store.deeds.writeNote(chat, body))) return;
    // Whoever wrote on meanwhile keeps what they wrote.
    if (chat.noteDraft() !== written) return;
    chat.noteDrafted('');
    text.value = '';
    if (field.current) field.current.value = '';
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) void keep(event);
  };

  return (
    <form class="composer composer-note" onSubmit={keep}>
      <textarea
        ref={field}
        class="composer-field"
        rows={Math.min(8, text.value.split('\n').length)}
        dir="auto"
        aria-label={en.note}
        placeholder={en.notePlaceholder}
        defaultValue={chat.noteDraft()}
        onInput={write}
        onKeyDown={keys}
      />
      {body.length > longest && (
        <span class="composer-count" data-over="true">
          {en.tooLong(body.length - longest)}
        </span>
      )}
      <button
        type="submit"
        class="button primary icon"
        aria-label={en.keepNote}
        title={en.keepNote}
        aria-disabled={!isReady}
      >
        <Icon path={icons.send} />
      </button>
    </form>
  );
}
