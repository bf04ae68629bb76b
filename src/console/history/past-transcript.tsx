import type { Entry, Message } from '../../chat/message.ts';
import { groupEntries } from '../../ui/group-entries.ts';
import type { ConsoleStore } from '../console-store.ts';
import { hashOf } from '../place.ts';
import { en } from '../strings/en.ts';
import { EntryLine } from '../views/entry-line.tsx';
import { NoteLine } from '../views/note-line.tsx';
import { dayName, fullTime } from '../views/times.ts';
import type { Reading } from './history-model.ts';

/** A chat that is over, as it was said, with what colleagues wrote about it. */
export function PastTranscript({ store }: { store: ConsoleStore }) {
  const reading = store.history.reading.value;
  switch (reading.state) {
    case 'no':
    case 'loading':
      return <p class="past-nothing">{en.earlierLoading}</p>;
    case 'failed':
      return (
        <p class="past-nothing" role="alert">
          {en.historyUnreadable}
        </p>
      );
    case 'loaded':
      return <Read reading={reading} now={store.now.peek()} />;
    default:
      return reading satisfies never;
  }
}

type ReadProps = { reading: Extract<Reading, { state: 'loaded' }>; now: number };

function Read({ reading: { details, messages }, now }: ReadProps) {
  const { chat, members, notes, wrapups } = details;
  const known = new Map(members.map((one) => [one.id, one]));
  const entries = messages.map(asEntry);
  const notesBetween = (since: number, until: number) =>
    notes.filter(({ at }) => at >= since && at < until).map((note) => <NoteLine key={note.id} note={note} />);
  return (
    <section class="past-chat" aria-label={chat.visitorName}>
      <header class="past-head">
        <a class="button quiet past-back" href={hashOf({ room: 'history', chatId: undefined })}>
          {en.historyBack}
        </a>
        <h2 dir="auto">{chat.visitorName}</h2>
        <p>
          {fullTime(chat.startedAt)} · {chat.queueName}
        </p>
        {wrapups.map(({ agentName, name, notes }) => (
          <p key={`${agentName} ${name}`} dir="auto">
            {en.historyWrapUp(agentName, notes ? `${name}: ${notes}` : name)}
          </p>
        ))}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keys */}
      <div class="past-log" role="log" aria-live="off" aria-label={en.transcript} tabIndex={0}>
        {notesBetween(0, entries[0]?.at ?? Infinity)}
        {groupEntries(entries).map(({ entry, opensDay, opensGroup, closesGroup }, index) => (
          <div key={entry.viewId} class="entry-frame" data-opens-group={opensGroup}>
            {opensDay && (
              <p class="day">
                <span class="day-name">{dayName(entry.at, now)}</span>
              </p>
            )}
            <EntryLine
              entry={entry}
              // What happened is told by name, also of whoever reads it now.
              isOwn={entry.kind === 'standard' && known.get(entry.senderId)?.role === 'agent'}
              name={known.get(entry.senderId)?.displayName || en.someone}
              showsName={opensGroup}
              closesGroup={closesGroup}
              canRetry={false}
              onRetry={() => {}}
              onDiscard={() => {}}
            />
            {notesBetween(entry.at, entries[index + 1]?.at ?? Infinity)}
          </div>
        ))}
      </div>
    </section>
  );
}

function asEntry({ id, senderId, kind, body, at }: Message): Entry {
  return { viewId: id, messageId: id, senderId, kind, body, at, delivery: { state: 'sent' } };
}
