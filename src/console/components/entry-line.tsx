import { type ReadonlySignal, useComputed } from '@preact/signals';
import type { TranscriptEntry } from '../../chat/model.ts';
import { MessageText } from '../../ui/message-text.tsx';
import { messages } from '../messages/messages.ts';
import { clockTime, dayName } from './times.ts';

type EntryLineProps = {
  entry: TranscriptEntry;
  isOwn: boolean;
  name: string;
  showsName: boolean;
  closesGroup: boolean;
  canRetry: boolean;
  onRetry(viewId: string): void;
  onDiscard(viewId: string): void;
};

/** One entry of the transcript: a message or an event. */
export function EntryLine(props: EntryLineProps) {
  const { entry, name, isOwn } = props;
  switch (entry.kind) {
    case 'standard':
      return <MessageLine {...props} />;
    case 'member-join':
      return <p class="event">{messages.value.joined(isOwn ? messages.value.you : name)}</p>;
    case 'member-leave':
      return <p class="event">{messages.value.leftLine(isOwn ? messages.value.you : name)}</p>;
    case 'media-request':
      return <p class="event">{isOwn ? messages.value.mediaAskedOwn : messages.value.mediaAsked(name)}</p>;
    case 'notice':
      return (
        <p class="event" dir="auto">
          {entry.body}
        </p>
      );
    default:
      return entry.kind satisfies never;
  }
}

function MessageLine({ entry, isOwn, name, showsName, closesGroup, canRetry, onRetry, onDiscard }: EntryLineProps) {
  const hasFailed = entry.delivery.state === 'failed';
  return (
    <div class="entry" data-own={isOwn} data-delivery={entry.delivery.state}>
      {showsName && <span class="entry-name">{name}</span>}
      <div class="bubble" dir="auto">
        <MessageText body={entry.body} />
      </div>
      {(closesGroup || entry.delivery.state !== 'sent') && (
        <p class="entry-meta">
          <Delivery entry={entry} />
          {hasFailed && canRetry && (
            <>
              <button type="button" class="link" onClick={() => onRetry(entry.viewId)}>
                {messages.value.retry}
              </button>
              <button type="button" class="link" onClick={() => onDiscard(entry.viewId)}>
                {messages.value.discard}
              </button>
            </>
          )}
        </p>
      )}
    </div>
  );
}

function Delivery({ entry }: { entry: TranscriptEntry }) {
  const { state } = entry.delivery;
  switch (state) {
    case 'sent':
      return <time dateTime={new Date(entry.at).toISOString()}>{clockTime(entry.at)}</time>;
    case 'queued':
      return <>{messages.value.queued}</>;
    case 'sending':
      return <>{messages.value.sending}</>;
    case 'failed':
      return <strong>{messages.value.notSent}</strong>;
    default:
      return state satisfies never;
  }
}

/** "Today", "yesterday" or a date; changes by itself at midnight, and nothing around it is drawn again. */
export function DayName({ at, now }: { at: number; now: ReadonlySignal<number> }) {
  const name = useComputed(() => dayName(at, now.value));
  return <span class="day-name">{name}</span>;
}
