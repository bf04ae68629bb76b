import type { Note } from '../../chat/agent-model.ts';
import { MessageText } from '../../ui/message-text.tsx';
import { messages } from '../messages/messages.ts';
import { clockTime } from './times.ts';

/** A private note among the messages: never to be taken for one of them. */
export function NoteLine({ note }: { note: Note }) {
  return (
    <div class="note-line" role="note" aria-label={messages.value.noteBy(note.authorName)}>
      <p class="note-head">
        {messages.value.noteBy(note.authorName)} ·{' '}
        <time dateTime={new Date(note.at).toISOString()}>{clockTime(note.at)}</time>
      </p>
      <div class="note-body" dir="auto">
        <MessageText body={note.body} />
      </div>
    </div>
  );
}
