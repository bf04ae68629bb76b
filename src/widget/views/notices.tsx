import type { ChatView } from '../chat-view.ts';
import { say } from '../strings/words.ts';

/** Where the chat stands, in sentences that are also heard: the panel's one status region, there before they are. */
export function Notices({ view: { store, words, agentName, notice, room } }: { view: ChatView }) {
  const status = store.status.value;
  const isSaid = !/idle|offline|ended|failed/.test(status);
  return (
    // Each sentence alone: what stands beside it was told before.
    <div role="status" aria-atomic="false">
      {isSaid && <p class="unseen">{words[status]}</p>}
      {store.typing.value && <p class="unseen">{say(words, 'typing', agentName.value)}</p>}
      {store.entries.value.flatMap(({ viewId, delivery }) =>
        delivery.state === 'failed' ? (
          <p key={viewId} class="unseen">
            {words[delivery.reason]}
          </p>
        ) : (
          []
        ),
      )}
      {room.value && <p class="unseen">{room}</p>}
      {status === 'offline' && <p part="notice">{words.kept}</p>}
      {!store.isStorageWorking.value && <p part="notice">{words.forgetful}</p>}
      {notice.value && <p part="notice">{notice.value}</p>}
    </div>
  );
}
