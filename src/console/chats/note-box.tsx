import { useEffect, useRef } from 'preact/hooks';
import type { ConsoleStore } from '../app/console-store.ts';
import { en } from '../messages/en.ts';
import type { DeskChat } from './agent-chat-store.ts';
import { WritingForm } from './composer-form.tsx';

/** Where the agent writes to colleagues. What could not be kept stays in the field. */
export function NoteBox({ store, chat }: { store: ConsoleStore; chat: DeskChat }) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <WritingForm
      chat={chat}
      of="note"
      field={field}
      label={en.note}
      placeholder={en.notePlaceholder}
      deed={en.keepNote}
      onSubmit={(body) => store.deeds.writeNote(chat, body)}
    />
  );
}
