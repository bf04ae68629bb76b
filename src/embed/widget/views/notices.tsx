import type { ChatView } from '../chat-view.ts';
import { endsWithPage } from '../config.ts';
import { statusText } from './status-text.ts';

/** The state of the chat in sentences that are announced: the panel's one status region, there before its sentences. */
export function Notices({ view }: { view: ChatView }) {
  const { store, config, messages, notice, remaining } = view;
  const status = store.status.value;
  const isAnnounced = !/idle|offline|ended|failed/.test(status);
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
