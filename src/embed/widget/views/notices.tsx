import type { Status } from '../../../chat/model.ts';
import { type ChatView, statusText } from '../chat-view.ts';
import { endsWithPage } from '../config.ts';

/** Statuses that need no announcement: other parts of the panel show them. */
const silentStatuses: readonly Status[] = ['idle', 'offline', 'ended', 'failed'];

/** The state of the chat in sentences that are announced: the panel's one status region, there before its sentences. */
export function Notices({ view }: { view: ChatView }) {
  const { store, config, messages, notice, remaining } = view;
  const status = store.status.value;
  const isAnnounced = !silentStatuses.includes(status);
  const isBrief = endsWithPage(config) || !store.isStorageWorking.value;
  return (
    // Each sentence is announced alone: the others were announced before.
    <div role="status" aria-atomic="false">
      {isAnnounced && <p class="unseen">{statusText(view)}</p>}
      {remaining.value && <p class="unseen">{remaining}</p>}
      {status === 'offline' && <p part="notice">{messages.kept}</p>}
      {isAnnounced && isBrief && <p part="notice">{messages.brief}</p>}
      {notice.value && <p part="notice">{notice.value}</p>}
    </div>
  );
}
