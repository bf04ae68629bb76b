import type { ChatView } from '../chat-view.ts';

/** Where the chat stands, in sentences that are also heard: the panel's one status region, there before they are. */
export function Notices({ view: { store, config, words, notice, room } }: { view: ChatView }) {
  const status = store.status.value;
  const isOver = /ended|failed/.test(status);
  const isSaid = !isOver && !/idle|offline/.test(status);
  const endsWithPage = config.storage === 'none' || config.endOn.includes('leave');
  return (
    // Each sentence alone: what stands beside it was told before.
    <div role="status" aria-atomic="false">
      {isSaid && <p class="unseen">{words[status]}</p>}
      {room.value && <p class="unseen">{room}</p>}
      {status === 'offline' && <p part="notice">{words.kept}</p>}
      {endsWithPage
        ? isSaid && <p part="notice">{words.brief}</p>
        : !isOver && !store.isStorageWorking.value && <p part="notice">{words.forgetful}</p>}
      {notice.value && <p part="notice">{notice.value}</p>}
    </div>
  );
}
