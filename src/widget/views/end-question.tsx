import { useEffect, useRef } from 'preact/hooks';
import type { ChatView } from '../chat-view.ts';

/** Asks before the chat is ended; the focus starts on what does no harm, and Esc means the same. */
export function EndQuestion({ view: { store, words, endQuestion } }: { view: ChatView }) {
  const keepButton = useRef<HTMLButtonElement>(null);
  useEffect(() => keepButton.current?.focus(), []);

  function keep() {
    endQuestion.value = undefined;
  }

  function end() {
    const closes = endQuestion.value === 'close';
    keep();
    store.end();
    if (closes) store.close();
  }

  return (
    <div
      part="dialog"
      role="alertdialog"
      aria-label={words.endAsk}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        keep();
      }}
    >
      <p>{words.endAsk}</p>
      <button type="button" class="main" onClick={end}>
        {words.end}
      </button>
      <button type="button" ref={keepButton} onClick={keep}>
        {words.keep}
      </button>
    </div>
  );
}
