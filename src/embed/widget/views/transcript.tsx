import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { createReadersPlace, type EndFollower, followEnd } from '../../../ui/follow-end.ts';
import { formatDay } from '../../../ui/format-time.ts';
import { groupEntries } from '../../../ui/group-entries.ts';
import { windowOf } from '../../../ui/line-window.ts';
import type { ChatView } from '../chat-view.ts';
import { formatMessage } from '../messages/messages.ts';
import { Line } from './line.tsx';

export function Transcript({ view }: { view: ChatView }) {
  const { store, config, messages } = view;
  const entries = store.entries.value;
  const latestRequest = entries.findLast(({ kind }) => kind === 'media-request');
  const log = useRef<HTMLDivElement>(null);
  const follower = useRef<EndFollower>(undefined);
  const readersPlace = useMemo(createReadersPlace, []);
  const { from, to } = windowOf(entries, readersPlace.first.value);
  useLayoutEffect(() => {
    if (log.current) follower.current = followEnd(log.current, store, readersPlace);
    return () => follower.current?.stop();
  }, []);
  useLayoutEffect(() => follower.current?.place());
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a log that scrolls has to be reachable by keyboard. */}
      <div ref={log} part="log" role="log" aria-live="off" aria-label={messages.log} tabIndex={0}>
        <ol>
          {from || /more|loading/.test(store.history.value) ? (
            // Scrolling up does the same; not every screen reader scrolls.
            entries[0] && (
              <li key="older" class="older">
                <button type="button" class="quiet" onClick={() => follower.current?.older()}>
                  {messages.older}
                </button>
              </li>
            )
          ) : (
            <li class="greeting">{messages.greeting}</li>
          )}
          {groupEntries(entries.slice(from, to)).flatMap(({ opensDay, ...line }) => [
            opensDay && (
              <li key={`day ${line.entry.viewId}`} part="day">
                {formatDay(line.entry.at, store.today.value, config.locale)}
              </li>
            ),
            line.entry.viewId === store.unreadFrom.value && (
              <li key="unread" part="day unread">
                {messages.news}
              </li>
            ),
            <Line key={line.entry.viewId} view={view} {...line} />,
            line.entry === latestRequest && <Outcome key="outcome" view={view} />,
          ])}
          {to === entries.length && (
            <>
              {store.status.value === 'waiting' && <li part="bubble-system">{messages.finding}</li>}
              {store.typing.value && (
                <li part="typing">
                  {formatMessage(messages, 'typing', store.agent.value?.displayName || messages.agent)}
                </li>
              )}
            </>
          )}
        </ol>
      </div>
      {(readersPlace.news.value > 0 || to < entries.length) && (
        <button
          type="button"
          class="newer"
          onClick={() => {
            // The button disappears, and the focus would with it.
            log.current?.focus();
            follower.current?.toEnd();
          }}
        >
          {readersPlace.news.value ? formatMessage(messages, 'newer', readersPlace.news.value) : messages.latest}
        </button>
      )}
    </>
  );
}

/** The outcome of the latest request to share: part of the log, so it scrolls with it. */
function Outcome({ view: { outcome } }: { view: ChatView }) {
  return outcome.value ? <li part="bubble-system">{outcome.value}</li> : null;
}
