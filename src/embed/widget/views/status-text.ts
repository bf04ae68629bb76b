import type { ChatView } from '../chat-view.ts';

/** Where the chat stands, in the words of the visitor's language. */
export function statusText({ store, words }: ChatView): string {
  const session = store.session.value;
  return session.phase === 'starting' && session.isDelayed ? words.delayed : words[store.status.value];
}
