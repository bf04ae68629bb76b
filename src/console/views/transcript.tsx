import type { ReadonlySignal } from '@preact/signals';
import { groupEntries } from '../../ui/group-entries.ts';
import type { DeskChat, Talk } from '../desk-chat.ts';
import { en } from '../strings/en.ts';
import { EntryLine } from './entry-line.tsx';
import { NoteLine } from './note-line.tsx';
import { dayName } from './times.ts';
import { useLogScroll } from './use-log-scroll.ts';

type TranscriptProps = { talk: Talk; chat: DeskChat; now: ReadonlySignal<number> };

/** What was said, oldest first. It is spoken elsewhere, so the log itself stays silent. */
export function Transcript({ talk, chat, now }: TranscriptProps) {
  const entries = talk.entries.value;
  const history = talk.history.value;
  const { memberId, visitor, state } = chat.facts.value;
  const nameOf = (id: string) =>
    id === visitor.memberId ? visitor.name : (talk.members.value.get(id)?.displayName ?? en.someone);
  const notes = chat.notes.value;
  const notesBetween = (from: number, to: number) =>
    notes.filter(({ at }) => at >= from && at < to).map((note) => <NoteLine key={note.id} note={note} />);
  const scroll = useLogScroll({ entries, me: memberId, canLoadOlder: history === 'more', onTop: talk.loadOlder });
  return (
    <div class="log-frame">
      <div
        ref={scroll.log}
        class="log"
        role="log"
        aria-live="off"
        aria-label={en.transcript}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keys
        tabIndex={0}
        onScroll={scroll.onScroll}
      >
        <p class="log-top">{historyWords[history]}</p>
        {history === 'start' && notesBetween(0, entries[0]?.at ?? Infinity)}
        {groupEntries(entries).map(({ entry, opensDay, opensGroup, closesGroup }, index) => (
          <div key={entry.viewId} class="entry-frame" data-opens-group={opensGroup}>
            {opensDay && (
              <p class="day">
                <span class="day-name">{dayName(entry.at, now.peek())}</span>
              </p>
            )}
            <EntryLine
              entry={entry}
              isOwn={entry.senderId === memberId}
              name={nameOf(entry.senderId)}
              showsName={opensGroup && entry.senderId !== memberId && entry.senderId !== visitor.memberId}
              closesGroup={closesGroup}
              canRetry={state === 'active'}
              onRetry={talk.retry}
              onDiscard={talk.discard}
            />
            {notesBetween(entry.at, entries[index + 1]?.at ?? Infinity)}
          </div>
        ))}
        {talk.typing.value && (
          <p class="typing">
            <span class="typing-dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {en.typing(nameOf(talk.typing.value))}
          </p>
        )}
      </div>
      {scroll.missed > 0 && (
        <button type="button" class="button log-down" onClick={scroll.toEnd}>
          {en.newMessages(scroll.missed)} ↓
        </button>
      )}
    </div>
  );
}

const historyWords = {
  unknown: en.loadingTranscript,
  more: '',
  loading: en.loadingOlder,
  start: en.beginning,
} as const;
