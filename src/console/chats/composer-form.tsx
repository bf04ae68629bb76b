import { useSignal } from '@preact/signals';
import type { ComponentChildren, Ref } from 'preact';
import { hasVisibleText } from '../../lib/visible-text.ts';
import { Icon } from '../../ui/icon.tsx';
import { icons } from '../components/icons.ts';
import { messages } from '../messages/messages.ts';
import type { AgentChatStore } from './agent-chat-store.ts';
import { useDraft } from './use-draft.ts';

type ComposerFormProps = {
  chat: AgentChatStore;
  of: 'reply' | 'note';
  field: Ref<HTMLTextAreaElement> & { current: HTMLTextAreaElement | null };
  label: string;
  placeholder: string;
  /** What the button does. */
  submitLabel: string;
  /** Submits the text; the result says whether the field may be cleared. */
  onSubmit(body: string): boolean | Promise<boolean>;
  onWrite?: (text: string, caret: number) => void;
  /** Called before the form's own keys; a prevented one sends nothing. */
  onKey?: (event: KeyboardEvent) => void;
  /** Suggestions for the current text. */
  suggestions?: { listId: string; activeId: string; list: ComponentChildren } | undefined;
};

const longest = 4000;
const fewLeft = 400;
const isSendable = (body: string) => hasVisibleText(body) && body.length <= longest;

/** A growing text field with a send button. The field owns the text. */
export function ComposerForm(props: ComposerFormProps) {
  const { chat, of, field, label, placeholder, submitLabel: action, onSubmit, onWrite, onKey, suggestions } = props;
  const text = useSignal(chat.readDraft(of));
  const draft = useDraft(chat, of, field, (put) => {
    text.value = put;
  });
  const body = text.value.trim();
  const isReady = isSendable(body);

  const write = () => {
    text.value = field.current?.value ?? '';
    chat.saveDraft(of, text.value);
    onWrite?.(text.value, field.current?.selectionEnd ?? 0);
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    const written = field.current?.value ?? '';
    if (!isSendable(written.trim())) return;
    // Another tab may have changed the draft: the text of this field is what is sent and then cleared.
    chat.saveDraft(of, written);
    const isTaken = onSubmit(written.trim());
    // A synchronous success clears the field at once, so that a second Enter sends nothing.
    if (isTaken !== true && !(await isTaken)) return;
    // A text typed while the request was under way stays.
    if (chat.readDraft(of) !== written) return;
    if (field.current) field.current.value = '';
    write();
  };
  const keys = (event: KeyboardEvent) => {
    // 229: Safari ends a composition with the very Enter that confirmed it.
    if (event.isComposing || event.keyCode === 229) return;
    onKey?.(event);
    if (!event.defaultPrevented && event.key === 'Enter' && !event.shiftKey) void submit(event);
  };

  return (
    <form class={`composer composer-${of}`} onSubmit={submit}>
      {suggestions?.list}
      <textarea
        ref={field}
        class="composer-field"
        rows={Math.min(8, text.value.split('\n').length)}
        dir="auto"
        aria-label={label}
        aria-autocomplete={suggestions && 'list'}
        aria-controls={suggestions?.listId}
        aria-activedescendant={suggestions?.activeId}
        placeholder={placeholder}
        title={messages.value.composerHint}
        defaultValue={draft}
        enterkeyhint="send"
        onInput={write}
        onKeyDown={keys}
      />
      {body.length > longest - fewLeft && (
        <span class="composer-count" data-over={body.length > longest}>
          {body.length > longest ? messages.value.tooLong(body.length - longest) : `${body.length} / ${longest}`}
        </span>
      )}
      <button type="submit" class="button primary icon" aria-label={action} title={action} aria-disabled={!isReady}>
        <Icon path={icons.send} />
      </button>
    </form>
  );
}
