import { computed, effect } from '@preact/signals';
import type { ChatStore } from '../../chat-store/chat-store-types.ts';
import type { Messages } from './messages/messages.ts';
import { formatMessage } from './messages/messages.ts';

/**
 * Announces in the live region what is only shown in the log, which is silent: messages, typing, and what was not sent.
 * Returns the functions that stop it.
 */
export function announce(store: ChatStore, live: HTMLElement, messages: () => Messages): (() => void)[] {
  let announcedId: string | undefined;
  let pendingIds: string[] = [];
  const isTyping = computed(() => store.isOpen.value && !!store.typing.value);
  return [
    effect(() => {
      const news = store.announcement.value;
      // A name that is looked up late changes the announcement, and is no news.
      if (news?.id === announcedId) return;
      announcedId = news?.id;
      if (news?.type === 'message') {
        live.textContent = `${store.nameOf(news.senderId) ?? messages().agent}: ${news.body}`;
      } else if (news?.type === 'notice') live.textContent = news.body;
      else if (news) live.textContent = formatMessage(messages(), 'unread', news.count);
    }),
    effect(() => {
      if (!isTyping.value) return;
      live.textContent = formatMessage(messages(), 'typing', store.agent.peek()?.displayName || messages().agent);
    }),
    effect(() => {
      const failed = store.entries.value.filter(({ delivery }) => delivery.state === 'failed');
      // Only what this page has seen pending: an older failure is no news.
      const { body, delivery } = failed.findLast(({ viewId }) => pendingIds.includes(viewId)) ?? {};
      pendingIds = store.entries.value.flatMap((entry) => (failed.includes(entry) ? [] : entry.viewId));
      // With its text: a screen reader skips a sentence that does not change.
      if (delivery?.state === 'failed') live.textContent = `${messages()[delivery.reason]} ${body}`;
    }),
  ];
}
