import { useEffect, useRef } from 'preact/hooks';
import { messages } from '../messages/messages.ts';
import type { AgentChatStore } from './agent-chat-store.ts';
import type { ChatDesk } from './chat-desk.ts';
import { focusChatList } from './chat-row.tsx';
import { DraftInput } from './draft-field.tsx';

/** Wraps up a chat that is over; without wrap-up codes it can only be closed. */
export function WrapUp({ store, chat }: { store: ChatDesk; chat: AgentChatStore }) {
  const form = useRef<HTMLFormElement>(null);
  const notes = useRef<HTMLTextAreaElement>(null);
  const codeId = chat.readDraft('wrapupCode');
  const codes = store.directory.wrapupCodes.value;
  const { visitor } = chat.details.value;
  useEffect(() => {
    // Takes the focus only if the composer that had it is gone.
    if (document.activeElement === document.body) form.current?.querySelector<HTMLElement>('input, button')?.focus();
  }, []);

  const submit = (event: Event) => {
    event.preventDefault();
    void settle(() => store.actions.wrapUp(chat, codeId, notes.current?.value.trim() ?? ''));
  };
  const putAway = () => settle(() => store.actions.closeWithoutWrapUp(chat));

  return (
    <form ref={form} class="over" onSubmit={submit}>
      <p>{visitor.presence === 'left' ? messages.value.chatOverLeft(visitor.name) : messages.value.chatOver}</p>
      {codes.length > 0 && (
        <>
          <fieldset>
            <legend>{messages.value.wrapUpAbout}</legend>
            {codes.map(({ id, name }) => (
              <label key={id}>
                <input
                  type="radio"
                  name="code"
                  required
                  checked={id === codeId}
                  onChange={() => chat.saveDraft('wrapupCode', id)}
                />
                <span dir="auto">{name}</span>
              </label>
            ))}
          </fieldset>
          <DraftInput class="over-notes" chat={chat} of="wrapup" label={messages.value.wrapUpNotes} field={notes} />
          <button type="submit" class="button primary" aria-disabled={chat.actionState.value.state === 'busy'}>
            {messages.value.wrapUp}
          </button>
        </>
      )}
      <button type="button" class={codes.length > 0 ? 'button quiet' : 'button primary'} onClick={putAway}>
        {codes.length > 0 ? messages.value.wrapUpSkip : messages.value.closeChat}
      </button>
    </form>
  );
}

/** The form disappears with its chat, so the list takes the focus. */
async function settle(act: () => Promise<unknown>): Promise<void> {
  if ((await act()) !== false) focusChatList();
}
