import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ConsoleStore } from '../console-store.ts';
import type { DeskChat } from '../desk-chat.ts';
import { en } from '../strings/en.ts';
import { focusList } from './focus-list.ts';

/** What a chat was about, said when it is over; where nothing can be said, it is put away. */
export function WrapUp({ store, chat }: { store: ConsoleStore; chat: DeskChat }) {
  const form = useRef<HTMLFormElement>(null);
  const notes = useRef<HTMLTextAreaElement>(null);
  const codeId = useSignal(chat.draft('wrapupCode'));
  const codes = store.directory.wrapupCodes.value;
  const { visitor } = chat.facts.value;
  useEffect(() => {
    // Who was writing here goes on here, and nobody is taken away from elsewhere.
    if (document.activeElement === document.body) form.current?.querySelector<HTMLElement>('input, button')?.focus();
  }, []);

  const choose = (id: string) => {
    codeId.value = id;
    chat.drafted('wrapupCode', id);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void settle(() => store.deeds.wrapUp(chat, codeId.value, notes.current?.value.trim() ?? ''));
  };
  const putAway = () => settle(() => store.deeds.putAway(chat));

  return (
    <form ref={form} class="over" onSubmit={submit}>
      <p>{visitor.presence === 'left' ? en.chatOverLeft(visitor.name) : en.chatOver}</p>
      {codes.length > 0 && (
        <>
          <fieldset>
            <legend>{en.wrapUpAbout}</legend>
            {codes.map(({ id, name }) => (
              <label key={id}>
                <input type="radio" name="code" required checked={id === codeId.value} onChange={() => choose(id)} />
                <span dir="auto">{name}</span>
              </label>
            ))}
          </fieldset>
          <label class="over-notes">
            {en.wrapUpNotes}
            <textarea
              ref={notes}
              rows={2}
              dir="auto"
              maxLength={4000}
              defaultValue={chat.draft('wrapup')}
              onInput={(event) => chat.drafted('wrapup', event.currentTarget.value)}
            />
          </label>
          <button type="submit" class="button primary" aria-disabled={chat.step.value.state === 'busy'}>
            {en.wrapUp}
          </button>
        </>
      )}
      <button type="button" class={codes.length > 0 ? 'button quiet' : 'button primary'} onClick={putAway}>
        {codes.length > 0 ? en.wrapUpSkip : en.closeChat}
      </button>
    </form>
  );
}

/** The form goes with its chat: the focus goes on to the list. */
async function settle(act: () => Promise<unknown>): Promise<void> {
  if ((await act()) !== false) focusList();
}
