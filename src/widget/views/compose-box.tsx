import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import type { ChatView } from '../chat-view.ts';

/** Longer texts are refused by the service, which counts as the browser does: UTF-16 units. */
const longestText = 4000;

/** Where the visitor writes, and before the first message tells a name. The texts belong to the DOM. */
export function ComposeBox({ view, isHidden }: { view: ChatView; isHidden: boolean }) {
  const { store, words } = view;
  const nameField = useRef<HTMLInputElement>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const isNameMissing = useSignal(false);
  const asksName = !store.guest.value.displayName;

  function submit(event: Event) {
    event.preventDefault();
    const displayName = nameField.current?.value.trim();
    if (asksName && !displayName) {
      isNameMissing.value = true;
      nameField.current?.focus();
      return;
    }
    if (displayName) store.identify({ displayName });
    if (input.current?.value.trim()) {
      store.send(input.current.value);
      input.current.value = '';
      fit(input.current);
    } else if (asksName) {
      store.start();
    }
    input.current?.focus();
  }

  return (
    <form part="form" hidden={isHidden} onSubmit={submit}>
      {asksName && (
        <div part="field">
          <label for="name">{words.name}</label>
          <input
            ref={nameField}
            id="name"
            autocomplete="name"
            maxLength={100}
            aria-invalid={isNameMissing.value}
            aria-describedby="missing"
          />
          <button class="main">{words.start}</button>
          <p id="missing" role="alert">
            {isNameMissing.value && words.nameMissing}
          </p>
        </div>
      )}
      <div part="composer">
        <textarea
          ref={input}
          part="input"
          rows={1}
          dir="auto"
          maxLength={longestText}
          aria-label={words.input}
          placeholder={words.placeholder}
          enterkeyhint="send"
          onKeyDown={(event) => {
            // Safari ends a composition before the Enter that ended it, and tells it by 229 alone.
            const isComposing = event.isComposing || event.keyCode === 229;
            if (event.key === 'Enter' && !event.shiftKey && !isComposing) submit(event);
          }}
          onInput={({ currentTarget }) => {
            fit(currentTarget);
            if (currentTarget.value.trim()) store.typed();
          }}
        />
        <button part="send" aria-label={words.send}>
          <Icon path="M5 12h13M12 6l6 6-6 6" />
        </button>
      </div>
    </form>
  );
}

/** As high as its text; the stylesheet stops it at five lines. */
function fit(input: HTMLTextAreaElement) {
  input.style.blockSize = 'auto';
  input.style.blockSize = `${input.scrollHeight}px`;
}
