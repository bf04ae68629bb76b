import type { ReadonlySignal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { createReadersPlace, type EndFollower, followEnd } from '../../ui/follow-end.ts';
import { groupEntries } from '../../ui/group-entries.ts';
import { type LineWindow, windowOf } from '../../ui/line-window.ts';
import { DayName, EntryLine } from '../components/entry-line.tsx';
import { NoteLine } from '../components/note-line.tsx';
import { messages } from '../messages/messages.ts';
import type { AgentChatStore } from './agent-chat-store.ts';
import type { AgentConversation } from './agent-conversation.ts';

type TranscriptProps = { conversation: AgentConversation; chat: AgentChatStore; now: ReadonlySignal<number> };

/**
 * The messages, oldest first, as many as the window shows. The live region announces them, so the log itself
 * stays silent.
 */
export function Transcript({ conversation, chat, now }: TranscriptProps) {
  const entries = conversation.entries.value;
  const log = useRef<HTMLDivElement>(null);
  const follower = useRef<EndFollower>(undefined);
  const place = useMemo(createReadersPlace, []);
  const lines = windowOf(entries, place.first.value);
  useLayoutEffect(() => {
    if (log.current) follower.current = followEnd(log.current, conversation, place);
    return () => follower.current?.stop();
  }, [conversation, place]);
  useLayoutEffect(() => follower.current?.place());
  const toEnd = () => {
    // The button disappears, and the focus must not go with it.
    log.current?.focus();
    follower.current?.toEnd();
  };
  return (
    <div class="log-frame">
      <div
        ref={log}
        class="log"
        role="log"
        aria-live="off"
        aria-label={messages.value.transcript}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keys
        tabIndex={0}
      >
        <div class="log-lines">
          <Top conversation={conversation} from={lines.from} onOlder={() => follower.current?.older()} />
          <Lines conversation={conversation} chat={chat} now={now} lines={lines} />
          {lines.to === entries.length && conversation.typing.value && (
            <Typing name={nameIn(conversation, chat, conversation.typing.value)} />
          )}
        </div>
      </div>
      {(place.news.value > 0 || lines.to < entries.length) && (
        <button type="button" class="button log-down" onClick={toEnd}>
          {place.news.value > 0 ? messages.value.newMessages(place.news.value) : messages.value.latest} ↓
        </button>
      )}
    </div>
  );
}

/** Scrolling up does the same as the button; not every screen reader scrolls. */
function Top({ conversation, from, onOlder }: { conversation: AgentConversation; from: number; onOlder(): void }) {
  const history = conversation.history.value;
  if (from > 0 || history === 'more') {
    return (
      <p class="log-top">
        <button type="button" class="link" onClick={onOlder}>
          {messages.value.older}
        </button>
      </p>
    );
  }
  return <p class="log-top">{historyWords[history]()}</p>;
}

function Lines({ conversation, chat, now, lines: { from, to } }: TranscriptProps & { lines: LineWindow }) {
  const entries = conversation.entries.value;
  const { memberId, visitor, state } = chat.details.value;
  const notes = chat.notes.value;
  const notesBetween = (since: number, until: number) =>
    notes.filter(({ at }) => at >= since && at < until).map((note) => <NoteLine key={note.id} note={note} />);
  return (
    <>
      {from === 0 && conversation.history.value === 'start' && notesBetween(0, entries[0]?.at ?? Infinity)}
      {groupEntries(entries.slice(from, to)).map(({ entry, opensDay, opensGroup, closesGroup }, index) => (
        <div key={entry.viewId} class="entry-frame line" data-opens-group={opensGroup}>
          {opensDay && (
            <p class="day">
              <DayName at={entry.at} now={now} />
            </p>
          )}
          <EntryLine
            entry={entry}
            isOwn={entry.senderId === memberId}
            name={nameIn(conversation, chat, entry.senderId)}
            showsName={opensGroup && entry.senderId !== memberId && entry.senderId !== visitor.memberId}
            closesGroup={closesGroup}
            canRetry={state === 'active'}
            onRetry={conversation.retry}
            onDiscard={conversation.discard}
          />
          {notesBetween(entry.at, entries[from + index + 1]?.at ?? Infinity)}
        </div>
      ))}
    </>
  );
}

function Typing({ name }: { name: string }) {
  return (
    <p class="typing">
      <span class="typing-dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {messages.value.typing(name)}
    </p>
  );
}

function nameIn(conversation: AgentConversation, chat: AgentChatStore, memberId: string): string {
  const { visitor } = chat.details.value;
  if (memberId === visitor.memberId) return visitor.name;
  return conversation.members.value.get(memberId)?.displayName ?? messages.value.someone;
}

const historyWords = {
  unknown: () => messages.value.loadingTranscript,
  more: () => '',
  loading: () => messages.value.loadingOlder,
  start: () => messages.value.beginning,
} as const;
