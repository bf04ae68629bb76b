import { useSignal, useSignalEffect } from '@preact/signals';
import { messages } from '../messages/messages.ts';
import type { AgentChatStore } from './agent-chat-store.ts';
import type { AgentConversation } from './agent-conversation.ts';
import type { ChatDesk } from './chat-desk.ts';
import { ComposeBox } from './compose-box.tsx';
import { NoteBox } from './note-box.tsx';

/** Switches between reply and private note: two fields, so that neither is sent as the other. */
export function ComposerTabs({
  store,
  chat,
  conversation,
}: {
  store: ChatDesk;
  chat: AgentChatStore;
  conversation: AgentConversation;
}) {
  const isNote = useSignal(false);
  useSignalEffect(() => {
    if (store.composerWanted.value === chat.id) isNote.value = false;
  });
  const reply = () => store.wantComposer(chat.id);
  return (
    <>
      <fieldset class="writing-switch" aria-label={messages.value.writingTo}>
        <button type="button" class="button quiet" aria-pressed={!isNote.value} onClick={reply}>
          {messages.value.reply}
        </button>
        <button
          type="button"
          class="button quiet"
          data-key="n"
          aria-pressed={isNote.value}
          onClick={() => (isNote.value = true)}
        >
          {messages.value.note}
        </button>
      </fieldset>
      {isNote.value ? (
        <NoteBox store={store} chat={chat} />
      ) : (
        <ComposeBox store={store} chat={chat} conversation={conversation} />
      )}
    </>
  );
}
