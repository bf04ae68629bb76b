import type { ChatView } from '../chat-view.ts';

/** The state of the chat in the visitor's language. */
export function statusText({ store, messages }: ChatView): string {
  const session = store.session.value;
  return session.phase === 'starting' && session.isDelayed ? messages.delayed : messages[store.status.value];
}
