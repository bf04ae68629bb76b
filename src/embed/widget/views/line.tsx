import { formatTime } from '../../../ui/format-time.ts';
import type { GroupedEntry } from '../../../ui/group-entries.ts';
import { isEmojiOnly, MessageText } from '../../../ui/message-text.tsx';
import type { ChatView } from '../chat-view.ts';
import { dispatchHostEvent } from '../dispatch-host-event.ts';
import { formatMessage } from '../messages/messages.ts';

type LineProps = { view: ChatView } & Omit<GroupedEntry, 'opensDay'>;

/** One line of the transcript: a message or an event. Its props come one by one, so that an unchanged line is not drawn again. */
export function Line(props: LineProps) {
  const { view, entry } = props;
  const { store, messages } = view;
  const { kind, senderId, body } = entry;
  if (kind === 'standard') return <Bubble {...props} />;
  const name = senderId !== store.me.value && store.nameOf(senderId);
  const isMember = kind === 'member-join' || kind === 'member-leave';
  if (isMember && !name) return null;
  const sentence = isMember ? formatMessage(messages, kind === 'member-join' ? 'joined' : 'left', name || '') : body;
  return <li part="bubble-system">{sentence}</li>;
}

function Bubble({ view, entry, opensGroup, closesGroup }: LineProps) {
  const { store, messages, config } = view;
  const { senderId, delivery, body, at, viewId } = entry;
  const isOwn = senderId === store.me.value;
  const time = formatTime(at, config.locale);
  return (
    <li class={`${isOwn ? 'own' : ''} ${opensGroup ? 'first' : ''} line`}>
      <span class="unseen">
        {isOwn ? messages.you : (store.nameOf(senderId) ?? messages.agent)}, {time}
      </span>
      <p
        part={`bubble bubble-${isOwn ? 'guest' : 'agent'}`}
        class={isEmojiOnly(body) ? 'emoji' : undefined}
        lang={config.locale}
        dir="auto"
      >
        <MessageText body={body} onLink={onLink} />
      </p>
      {delivery.state === 'failed' ? (
        <p part="time failed">
          {messages[delivery.reason]}
          {delivery.reason !== 'over' && (
            <button
              type="button"
              class="quiet"
              onClick={({ currentTarget }) => {
                // The button disappears, and the focus would with it.
                currentTarget.closest<HTMLElement>('[part=log]')?.focus();
                store.retry(viewId);
              }}
            >
              {messages.resend}
            </button>
          )}
        </p>
      ) : (
        closesGroup && (
          <p part="time">
            {isOwn && `${messages[delivery.state]} · `}
            {time}
          </p>
        )
      )}
    </li>
  );
}

/** The page may handle a link itself. */
function onLink(event: Event, href: string) {
  if (event.currentTarget && !dispatchHostEvent(event.currentTarget, 'link', { href })) event.preventDefault();
}
