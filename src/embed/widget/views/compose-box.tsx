import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { hasVisibleText } from '../../../lib/visible-text.ts';
import { Icon } from '../../../ui/icon.tsx';
import type { ChatView } from '../chat-view.ts';
import { say } from '../messages/messages.ts';
import { introduce, StartForm } from './form.tsx';

/** Longer texts are refused by the service, which counts as the browser does: UTF-16 units. */
const longestText = 4000;
/** From here on the visitor is told how many are left. */
const nearEnd = 200;

/** Where the visitor writes, and before the first message tells a name. The texts belong to the DOM. */
export function ComposeBox({ view }: { view: ChatView }) {
  const { store, words, question, prepare, room } = view;
  const hasConsent = store.hasConsent.value;
  const input = useRef<HTMLTextAreaElement>(null);
  const isHidden = /ended|failed/.test(store.session.value.phase) || !!question.value;
  const wasHidden = useRef(isHidden);
  useLayoutEffect(() => {
    // What was pressed to come back here is gone, and the focus with it. One that is elsewhere on the page stays there.
    if (wasHidden.current && !isHidden && document.activeElement?.tagName === 'BODY') input.current?.focus();
    wasHidden.current = isHidden;
  }, [isHidden]);

  const [left, setLeft] = useState(longestText);
  const draft = store.draft.value;
  useLayoutEffect(() => {
    const text = input.current;
    // While it is being written, the text here is ahead of what is kept.
    if (!text || text.value === draft) return;
    text.value = draft;
    measure(text);
  }, [draft]);

  /** As high as its text, which the stylesheet stops at five lines; and told from where on it is too long. */
  function measure(text: HTMLTextAreaElement) {
    text.style.blockSize = 'auto';
    // In a closed panel nothing has a height; the focus comes once it has.
    if (text.scrollHeight) text.style.blockSize = `${text.scrollHeight}px`;
    const rest = longestText - text.value.length;
    setLeft(rest);
    // Aloud in steps, or each key would speak.
    room.value = rest < nearEnd ? tell(Math.ceil(rest / 50) * 50) : '';
    // Not `maxLength`: that would cut off the end of what is pasted, and tell nobody.
    text.setCustomValidity(rest < 0 ? say(words, 'tooLong', -rest) : '');
  }

  const tell = (rest: number) => say(words, rest < 0 ? 'tooLong' : 'room', Math.abs(rest));

  function submit(event: Event) {
    const text = input.current;
    event.preventDefault();
    if (!text?.form) return;
    // What was written stays until it may be sent: the one button for that is next to it.
    if (!hasConsent) return text.form.parentElement?.querySelector<HTMLElement>('[part=dialog] button')?.focus();
    const isStart = !!text.form.querySelector('input');
    introduce(text.form, view);
    if (!hasVisibleText(text.value)) {
      if (isStart) store.start();
    } else if (!store.send(text.value)) return;
    text.value = '';
    store.setDraft('');
    measure(text);
    text.focus();
  }

  return (
    <form part="form" hidden={isHidden} onInput={hasConsent ? prepare : undefined} onSubmit={submit}>
      {hasConsent && <StartForm view={view} />}
      <p id="count" class="count">
        {left < nearEnd && tell(left)}
      </p>
      <div part="composer">
        <textarea
          ref={input}
          part="input"
          rows={1}
          aria-label={words.input}
          aria-describedby="count"
          placeholder={words.placeholder}
          enterkeyhint="send"
          onKeyDown={(event) => {
            // Safari ends a composition before the Enter that ended it, and tells it by 229 alone.
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }}
          onFocus={({ currentTarget }) => measure(currentTarget)}
          onInput={({ currentTarget }) => {
            measure(currentTarget);
            store.setDraft(currentTarget.value);
            if (hasVisibleText(currentTarget.value)) store.typed();
          }}
        />
        <button type="submit" part="send" aria-label={words.send}>
          <Icon path="M5 12h13M12 6l6 6-6 6" />
        </button>
      </div>
    </form>
  );
}
