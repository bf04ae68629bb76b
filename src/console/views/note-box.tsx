import { useEffect, useRef } from 'preact/hooks';
import type { ConsoleStore } from '../console-store.ts';
import type { DeskChat } from '../desk-chat.ts';
import { en } from '../strings/en.ts';
import { WritingForm } from './writing-form.tsx';

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
