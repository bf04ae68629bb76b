import type { ReadonlySignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Message, TranscriptEntry } from '../../chat/model.ts';
import type { PastChatText } from '../../client/agent/history-port.ts';
import { groupEntries } from '../../ui/group-entries.ts';
import { DayName, EntryLine } from '../components/entry-line.tsx';
import { NoteLine } from '../components/note-line.tsx';
import { messages } from '../messages/messages.ts';
import type { PastChatModel } from './past-chat-model.ts';

type PastTranscriptProps = { past: PastChatModel; chat: PastChatText; now: ReadonlySignal<number> };

/** The transcript of a past chat with its private notes. The visitor is on one side, agents on the other. */
export function PastTranscript({ past, chat, now }: PastTranscriptProps) {
  const log = useRef<HTMLDivElement>(null);
  const state = past.state.value;
  const readOn = () => {
    // The button disappears, and the focus must not go with it.
    log.current?.focus();
    void past.readAll();
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is read must be reachable with the keys
    <div ref={log} class="past-log" role="log" aria-live="off" aria-label={messages.value.transcript} tabIndex={0}>
      <Lines past={past} chat={chat} now={now} />
      <p class="log-top" role="status">
        {state === 'reading' && messages.value.loadingTranscript}
      </p>
      {state === 'failed' && (
        <p class="notice" role="alert">
          {messages.value.historyUnread}{' '}
          <button type="button" class="link" onClick={readOn}>
            {messages.value.tryAgain}
          </button>
        </p>
      )}
    </div>
  );
}

function Lines({ past, chat, now }: PastTranscriptProps) {
  const entries = past.messages.value.map(entryOf);
  const end = past.hasMore.value ? (entries.at(-1)?.at ?? 0) + 1 : Infinity;
  const notesBetween = (since: number, until: number) =>
    chat.notes
      .filter(({ at }) => at >= since && at < Math.min(until, end))
      .map((note) => <NoteLine key={note.id} note={note} />);
  return (
    <>
      {notesBetween(0, entries[0]?.at ?? Infinity)}
      {groupEntries(entries).map(({ entry, opensDay, opensGroup, closesGroup }, index) => {
        const sender = chat.people.get(entry.senderId);
        return (
          <div key={entry.viewId} class="entry-frame line" data-opens-group={opensGroup}>
            {opensDay && (
              <p class="day">
                <DayName at={entry.at} now={now} />
              </p>
            )}
            <EntryLine
              entry={entry}
              isOwn={entry.kind === 'standard' && !sender?.isVisitor}
              name={sender?.name || messages.value.someone}
              showsName={opensGroup}
              closesGroup={closesGroup}
              canRetry={false}
              onRetry={never}
              onDiscard={never}
            />
            {notesBetween(entry.at, entries[index + 1]?.at ?? Infinity)}
          </div>
        );
      })}
    </>
  );
}

/** Messages of a past chat cannot fail. */
const never = () => {};

function entryOf({ id, senderId, kind, body, at }: Message): TranscriptEntry {
  return { viewId: id, messageId: id, senderId, kind, body, at, delivery: { state: 'sent' } };
}
