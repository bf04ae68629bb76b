import type { Ref } from 'preact';
import type { DeskChat } from './agent-chat-store.ts';
import type { Writing } from './chat-drafts.ts';
import { useDraft } from './use-draft.ts';

type DraftFieldProps = {
  chat: DeskChat;
  of: Writing;
  label: string;
  class?: string;
  field: Ref<HTMLTextAreaElement> & { readonly current: HTMLTextAreaElement | null };
};

/** A few words beside something else, kept while they are written. */
export function DraftField({ chat, of, label, field, ...more }: DraftFieldProps) {
  const draft = useDraft(chat, of, field);
  return (
    <label {...more}>
      {label}
      <textarea
        ref={field}
        rows={2}
        dir="auto"
        maxLength={4000}
        defaultValue={draft}
        onInput={(event) => chat.drafted(of, event.currentTarget.value)}
      />
    </label>
  );
}
