import type { Delivery } from '../../chat/message.ts';
import { formatTime } from '../../ui/format-time.ts';
import type { GroupedEntry } from '../../ui/group-entries.ts';
import { MessageText } from '../../ui/message-text.tsx';
import type { ChatView } from '../chat-view.ts';
import { fill } from '../strings/en.ts';

type LineProps = { view: ChatView; line: GroupedEntry };

/** One line of the transcript: somebody's words, or what happened. */
export function Line({ view, line }: LineProps) {
  const { store, words } = view;
  const { kind, senderId, body } = line.entry;
  switch (kind) {
    case 'standard':
      return <Bubble view={view} line={line} />;
    case 'member-join':
    case 'member-leave': {
      const name = store.nameOf(senderId);
      if (!name || senderId === store.me.value) return null;
      return <li part="bubble-system">{fill(kind === 'member-join' ? words.joined : words.left, name)}</li>;
    }
    case 'notice':
    case 'media-request':
      return <li part="bubble-system">{body}</li>;
    default:
      kind satisfies never;
      return null;
  }
}

function Bubble({ view, line: { entry, opensGroup, closesGroup } }: LineProps) {
  const { store, words, config } = view;
  const { senderId, delivery, body, at } = entry;
  const isOwn = senderId === store.me.value;
  const time = formatTime(at, config.locale);
  return (
    <li class={`line${isOwn ? ' own' : ''}${opensGroup ? ' first' : ''}`}>
      <span class="unseen">{`${isOwn ? words.you : (store.nameOf(senderId) ?? words.agent)}, ${time}:`}</span>
      <p part={`bubble bubble-${isOwn ? 'guest' : 'agent'}`} dir="auto">
        <MessageText body={body} />
      </p>
      {delivery.state === 'failed' ? (
        <NotSent view={view} viewId={entry.viewId} reason={delivery.reason} />
      ) : (
        closesGroup && (
          <p part="time" aria-hidden={!isOwn}>
            {isOwn ? `${words[delivery.state]} · ${time}` : time}
          </p>
        )
      )}
    </li>
  );
}

type NotSentProps = { view: ChatView; viewId: string; reason: Extract<Delivery, { state: 'failed' }>['reason'] };

function NotSent({ view: { store, words }, viewId, reason }: NotSentProps) {
  return (
    <p part="time" class="failed">
      {words[reason]}
      {reason !== 'over' && (
        <button type="button" class="quiet" onClick={() => store.retry(viewId)}>
          {words.resend}
        </button>
      )}
    </p>
  );
}
