import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatDay } from '../../ui/format-time.ts';
import { groupEntries } from '../../ui/group-entries.ts';
import type { ChatView } from '../chat-view.ts';
import { fill } from '../strings/en.ts';
import { followEnd } from './follow-end.ts';
import { Line } from './line.tsx';

export function Transcript({ view }: { view: ChatView }) {
  const { store, config, words, agentName, now } = view;
  const log = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (log.current ? followEnd(log.current, store) : undefined), [store]);
  const status = store.status.value;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a log that scrolls has to be reachable by keyboard.
    <div ref={log} part="log" role="log" aria-live="off" aria-label={words.log} tabIndex={0}>
      <div>
        {store.history.value === 'loading' ? (
          <p part="bubble-system">{words.older}</p>
        ) : (
          <p class="greeting">{words.greeting}</p>
        )}
        <ul role="list">
          {groupEntries(store.entries.value).map((line) => (
            <>
              {line.opensDay && (
                <li key={`day ${line.entry.viewId}`} part="day">
                  {formatDay(line.entry.at, now(), config.locale)}
                </li>
              )}
              <Line key={line.entry.viewId} view={view} line={line} />
            </>
          ))}
        </ul>
        {status === 'waiting' && <p part="bubble-system">{words.finding}</p>}
        {store.typing.value && <p part="typing">{fill(words.typing, agentName.value)}</p>}
      </div>
    </div>
  );
}
