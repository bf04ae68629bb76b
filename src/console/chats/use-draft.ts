import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { AgentChatStore } from './agent-chat-store.ts';
import type { DraftField } from './chat-drafts.ts';

type Field = { readonly current: HTMLTextAreaElement | null };

/** What a field begins with; from then on the text is the field's, and what is written in another tab is put into it. */
export function useDraft(chat: AgentChatStore, of: DraftField, field: Field, onPut?: (text: string) => void): string {
  const first = useRef(chat.readDraft(of));
  const isComposing = useRef(false);
  useEffect(() => {
    const box = field.current;
    const note = ({ type }: Event) => {
      isComposing.current = type === 'compositionstart';
    };
    for (const type of compositions) box?.addEventListener(type, note);
    return () => {
      for (const type of compositions) box?.removeEventListener(type, note);
    };
  }, []);
  useSignalEffect(() => {
    const text = chat.readDraft(of);
    const box = field.current;
    // Another text under a half-made word breaks the word; what is being composed here is written last, and counts.
    if (!box || box.value === text || isComposing.current) return;
    put(box, text);
    onPut?.(text);
  });
  return first.current;
}

const compositions = ['compositionstart', 'compositionend'] as const;

/** The caret stays where it is, as far as there is text; at the end it stays at the end. */
function put(box: HTMLTextAreaElement, text: string): void {
  const { selectionStart, selectionEnd, value } = box;
  box.value = text;
  // Elsewhere setting the caret would take the focus in some browsers.
  if (document.activeElement === box && selectionEnd < value.length)
    box.setSelectionRange(selectionStart, selectionEnd);
}
