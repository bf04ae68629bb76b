import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import type { ChatView } from '../chat-view.ts';
import { fill } from '../strings/en.ts';
import { introduce, StartForm } from './form.tsx';

/** Longer texts are refused by the service, which counts as the browser does: UTF-16 units. */
const longestText = 4000;

/** Where the visitor writes, and before the first message tells a name. The texts belong to the DOM. */
export function ComposeBox({ view }: { view: ChatView }) {
  const { store, words, question, prepare } = view;
  const hasConsent = store.hasConsent.value;
  const input = useRef<HTMLTextAreaElement>(null);
  const isHidden = /ended|failed/.test(store.session.value.phase) || !!question.value;
  const wasHidden = useRef(isHidden);
  useLayoutEffect(() => {
    // What was pressed to come back here is gone, and the focus with it. One that is elsewhere on the page stays there.
    if (wasHidden.current && !isHidden && document.activeElement?.tagName === 'BODY') input.current?.focus();
    wasHidden.current = isHidden;
  }, [isHidden]);

  function submit(event: Event) {
    const text = input.current;
    event.preventDefault();
    if (!text?.form) return;
    // What was written stays until it may be sent: the one button for that is next to it.
    if (!hasConsent) return text.form.parentElement?.querySelector<HTMLElement>('[part=dialog] button')?.focus();
    const isStart = !!text.form.querySelector('input');
    introduce(text.form, view);
    if (!text.value.trim()) {
      if (isStart) store.start();
    } else if (!store.send(text.value)) return;
    text.value = '';
    grow(text);
    text.focus();
  }

  return (
    <form part="form" hidden={isHidden} onInput={hasConsent ? prepare : undefined} onSubmit={submit}>
      {hasConsent && <StartForm view={view} />}
      <div part="composer">
        <textarea
          ref={input}
          part="input"
          rows={1}
          dir="auto"
          aria-label={words.input}
          placeholder={words.placeholder}
          enterkeyhint="send"
          onKeyDown={(event) => {
            // Safari ends a composition before the Enter that ended it, and tells it by 229 alone.
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }}
          onInput={({ currentTarget }) => {
            grow(currentTarget);
            // Not `maxLength`: that would cut off the end of what is pasted, and tell nobody.
            const over = currentTarget.value.length - longestText;
            currentTarget.setCustomValidity(over > 0 ? fill(words.tooLong, over) : '');
            if (currentTarget.value.trim()) store.typed();
          }}
        />
        <button type="submit" part="send" aria-label={words.send}>
          <Icon path="M5 12h13M12 6l6 6-6 6" />
        </button>
      </div>
    </form>
  );
}

/** As high as its text; the stylesheet stops it at five lines. */
function grow(input: HTMLElement) {
  input.style.blockSize = 'auto';
  input.style.blockSize = `${input.scrollHeight}px`;
}
