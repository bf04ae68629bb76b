import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { hasVisibleText } from '../../../lib/visible-text.ts';
import { Icon } from '../../../ui/icon.tsx';
import { type ChatView, isOver } from '../chat-view.ts';
import { formatMessage } from '../messages/messages.ts';
import { identifyGuest, StartForm } from './form.tsx';

/** The service refuses longer texts; it counts UTF-16 units, as the browser does. */
const maxLength = 4000;
/** From this many on, the composer shows how many are left. */
const countdownFrom = 200;

/** The composer, with the form before the first message. The texts belong to the DOM. */
export function ComposeBox({ view }: { view: ChatView }) {
  const { store, messages, question, preload, remaining } = view;
  const hasConsent = store.hasConsent.value;
  const input = useRef<HTMLTextAreaElement>(null);
  const isHidden = isOver(store.session.value) || !!question.value;
  const wasHidden = useRef(isHidden);
  useLayoutEffect(() => {
    // The pressed button is gone, and the focus with it. A focus elsewhere on the page stays there.
    if (wasHidden.current && !isHidden && document.activeElement?.tagName === 'BODY') input.current?.focus();
    wasHidden.current = isHidden;
  }, [isHidden]);

  const [left, setLeft] = useState(maxLength);
  const draft = store.draft.value;
  useLayoutEffect(() => {
    const text = input.current;
    // The field follows a draft that was set elsewhere.
    if (!text || text.value === draft) return;
    text.value = draft;
    measure(text);
  }, [draft]);

  /** Fits the field to its text, up to five lines by the stylesheet, and checks the length. */
  function measure(text: HTMLTextAreaElement) {
    text.style.blockSize = 'auto';
    // In a closed panel there is no height yet; the focus measures again.
    if (text.scrollHeight) text.style.blockSize = `${text.scrollHeight}px`;
    const rest = maxLength - text.value.length;
    setLeft(rest);
    // Announced in steps, or each key would be.
    remaining.value = rest < countdownFrom ? describeLeft(Math.ceil(rest / 50) * 50) : '';
    // Not `maxLength`, which would silently cut off a pasted text.
    text.setCustomValidity(rest < 0 ? formatMessage(messages, 'tooLong', -rest) : '');
  }

  const describeLeft = (rest: number) => formatMessage(messages, rest < 0 ? 'tooLong' : 'room', Math.abs(rest));

  function submit(event: Event) {
    const text = input.current;
    event.preventDefault();
    if (!text?.form) return;
    // The text stays until it may be sent: the focus goes to the button of consent.
    if (!hasConsent) return text.form.parentElement?.querySelector<HTMLElement>('[part=dialog] button')?.focus();
    const isStart = !!text.form.querySelector('input');
    identifyGuest(text.form, view);
    if (!hasVisibleText(text.value)) {
      if (isStart) store.start();
    } else if (!store.send(text.value)) return;
    text.value = '';
    store.setDraft('');
    measure(text);
    text.focus();
  }

  return (
    <form part="form" hidden={isHidden} onInput={hasConsent ? preload : undefined} onSubmit={submit}>
      {hasConsent && <StartForm view={view} />}
      <p id="count" class="count">
        {left < countdownFrom && describeLeft(left)}
      </p>
      <div part="composer">
        <textarea
          ref={input}
          part="input"
          rows={1}
          aria-label={messages.input}
          aria-describedby="count"
          placeholder={messages.placeholder}
          enterkeyhint="send"
          onKeyDown={(event) => {
            // Safari ends a composition before the Enter that ended it; only the key code 229 shows that.
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
        <button type="submit" part="send" aria-label={messages.send}>
          <Icon path="M5 12h13M12 6l6 6-6 6" />
        </button>
      </div>
    </form>
  );
}
