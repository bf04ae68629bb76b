import type { Ref } from 'preact';
import type { AgentChatStore } from './agent-chat-store.ts';
import type { DraftField } from './chat-drafts.ts';
import { useDraft } from './use-draft.ts';

type DraftInputProps = {
  chat: AgentChatStore;
  of: DraftField;
  label: string;
  class?: string;
  field: Ref<HTMLTextAreaElement> & { readonly current: HTMLTextAreaElement | null };
};

/** A short text field whose draft is saved while it is typed. */
export function DraftInput({ chat, of, label, field, ...more }: DraftInputProps) {
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
        onInput={(event) => chat.saveDraft(of, event.currentTarget.value)}
      />
    </label>
  );
}
