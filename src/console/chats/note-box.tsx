import { useEffect, useRef } from 'preact/hooks';
import { messages } from '../messages/messages.ts';
import type { AgentChatStore } from './agent-chat-store.ts';
import type { ChatDesk } from './chat-desk.ts';
import { ComposerForm } from './composer-form.tsx';

/** The composer for private notes. A note that could not be stored stays in the field. */
export function NoteBox({ store, chat }: { store: ChatDesk; chat: AgentChatStore }) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <ComposerForm
      chat={chat}
      of="note"
      field={field}
      label={messages.value.note}
      placeholder={messages.value.notePlaceholder}
      submitLabel={messages.value.keepNote}
      onSubmit={(body) => store.actions.writeNote(chat, body)}
    />
  );
}
