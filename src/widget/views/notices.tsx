import type { ChatView } from '../chat-view.ts';

/** Where the chat stands, in sentences that are also heard: the panel's one status region, there before they are. */
export function Notices({ view: { store, words, notice, room } }: { view: ChatView }) {
  const status = store.status.value;
  const isSaid = !/idle|offline|ended|failed/.test(status);
  return (
    // Each sentence alone: what stands beside it was told before.
    <div role="status" aria-atomic="false">
      {isSaid && <p class="unseen">{words[status]}</p>}
      {room.value && <p class="unseen">{room}</p>}
      {status === 'offline' && <p part="notice">{words.kept}</p>}
      {!store.isStorageWorking.value && <p part="notice">{words.forgetful}</p>}
      {notice.value && <p part="notice">{notice.value}</p>}
    </div>
  );
}
