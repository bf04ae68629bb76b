import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { AgentChatStore } from './agent-chat-store.ts';
import type { DraftField } from './chat-drafts.ts';

type Field = { readonly current: HTMLTextAreaElement | null };

/** Returns a field's initial text, then puts into it what is typed in another tab. */
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
    // A change during composition would break the word; the composed text is saved last and wins.
    if (!box || box.value === text || isComposing.current) return;
    put(box, text);
    onPut?.(text);
  });
  return first.current;
}

const compositions = ['compositionstart', 'compositionend'] as const;

/** Keeps the caret's position; at the end it stays at the end. */
function put(box: HTMLTextAreaElement, text: string): void {
  const { selectionStart, selectionEnd, value } = box;
  box.value = text;
  // Setting the caret of an unfocused field takes the focus in some browsers.
  if (document.activeElement === box && selectionEnd < value.length)
    box.setSelectionRange(selectionStart, selectionEnd);
}
