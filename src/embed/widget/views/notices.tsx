import type { ChatView } from '../chat-view.ts';
import { statusText } from './status-text.ts';

/** Where the chat stands, in sentences that are also heard: the panel's one status region, there before they are. */
export function Notices({ view }: { view: ChatView }) {
  const { store, config, words, notice, room } = view;
  const status = store.status.value;
  const isSaid = !/idle|offline|ended|failed/.test(status);
  const endsWithPage = /none/.test(config.storage) || /leave/.test(config.endOn) || !store.isStorageWorking.value;
  return (
    // Each sentence alone: what stands beside it was told before.
    <div role="status" aria-atomic="false">
      {isSaid && <p class="unseen">{statusText(view)}</p>}
      {room.value && <p class="unseen">{room}</p>}
      {status === 'offline' && <p part="notice">{words.kept}</p>}
      {isSaid && endsWithPage && <p part="notice">{words.brief}</p>}
      {notice.value && <p part="notice">{notice.value}</p>}
    </div>
  );
}
