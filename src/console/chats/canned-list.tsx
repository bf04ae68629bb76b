import type { CannedReply } from '../../client/admin/ports.ts';
import { messages } from '../messages/messages.ts';

type CannedListProps = {
  id: string;
  replies: readonly CannedReply[];
  active: number;
  fill(reply: CannedReply): string;
  onChoose(reply: CannedReply): void;
};

/** The canned replies that go with what is being written. The focus stays in the field. */
export function CannedList({ id, replies, active, fill, onChoose }: CannedListProps) {
  return (
    <div class="canned" id={id} role="listbox" aria-label={messages.value.cannedReplies}>
      {replies.map((reply, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
        <div
          key={reply.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          tabIndex={-1}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(reply)}
        >
          <b dir="auto">/{reply.shortcut}</b> <span dir="auto">{fill(reply)}</span>
        </div>
      ))}
    </div>
  );
}
