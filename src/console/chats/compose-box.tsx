import { useSignal, useSignalEffect } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import type { CannedReply } from '../../client/admin/ports.ts';
import { hasVisibleText } from '../../lib/visible-text.ts';
import { messages } from '../messages/messages.ts';
import type { AgentChatStore } from './agent-chat-store.ts';
import type { AgentConversation } from './agent-conversation.ts';
import { CannedList } from './canned-list.tsx';
import { fillReply, findReplies, findSlash } from './canned-replies.ts';
import type { ChatDesk } from './chat-desk.ts';
import { ComposerForm } from './composer-form.tsx';

type ComposeBoxProps = { store: ChatDesk; chat: AgentChatStore; conversation: AgentConversation };

/** The composer for replies; a slash searches the canned replies. */
export function ComposeBox({ store, chat, conversation }: ComposeBoxProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const canned = useCanned({ store, chat, field });

  useSignalEffect(() => {
    if (store.composerWanted.value !== chat.id) return;
    field.current?.focus();
    store.wantComposer(undefined);
  });

  return (
    <ComposerForm
      chat={chat}
      of="reply"
      field={field}
      label={messages.value.message}
      placeholder={messages.value.messagePlaceholder(chat.details.value.visitor.name)}
      submitLabel={messages.value.send}
      suggestions={canned.suggestions}
      onKey={canned.onKey}
      onWrite={(text, caret) => {
        canned.update(text, caret);
        if (hasVisibleText(text)) conversation.typed();
      }}
      onSubmit={(body) => {
        conversation.send(body);
        return true;
      }}
    />
  );
}

type CannedProps = Pick<ComposeBoxProps, 'store' | 'chat'> & { field: { current: HTMLTextAreaElement | null } };

/** Suggests canned replies: arrows and Enter choose one, which replaces the slash and its word. */
function useCanned({ store, chat, field }: CannedProps) {
  const listId = useId();
  const asked = useSignal<ReturnType<typeof findSlash>>(undefined);
  const active = useSignal(0);
  const { name } = chat.details.value.visitor;
  const session = store.session.value;
  const fill = ({ body }: CannedReply) =>
    fillReply(body, { name, agent: session.phase === 'signed-in' ? session.user.name : '' });
  const found = asked.value ? findReplies(store.directory.cannedReplies.value, asked.value.word) : [];

  const close = () => {
    asked.value = undefined;
  };
  const choose = (reply: CannedReply) => {
    const box = field.current;
    if (!box || !asked.value) return;
    box.setRangeText(fill(reply), asked.value.start, box.selectionEnd, 'end');
    close();
    box.focus();
    box.dispatchEvent(new InputEvent('input', { bubbles: true }));
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => (active.value = (active.value + 1) % found.length),
    ArrowUp: () => (active.value = (active.value + found.length - 1) % found.length),
    Enter: () => found[active.value] && choose(found[active.value] as CannedReply),
    Escape: close,
  };

  return {
    update(text: string, caret: number) {
      asked.value = findSlash(text, caret);
      active.value = 0;
    },
    onKey(event: KeyboardEvent) {
      const act = found.length > 0 && !event.shiftKey ? keys[event.key] : undefined;
      if (!act) return;
      event.preventDefault();
      act();
    },
    suggestions:
      found.length === 0
        ? undefined
        : {
            listId,
            activeId: `${listId}-${active.value}`,
            list: <CannedList id={listId} replies={found} active={active.value} fill={fill} onChoose={choose} />,
          },
  };
}
