import { messages } from '../messages/messages.ts';
import type { ChatDesk } from './chat-desk.ts';

/** Shown while no chat is selected. */
export function EmptyState({ store }: { store: ChatDesk }) {
  const isEmpty = store.chats.value.length === 0;
  return (
    <section class="nothing">
      <h2>{isEmpty ? messages.value.noChats : messages.value.nothingSelected}</h2>
      <p>{isEmpty ? messages.value.noChatsHint : messages.value.nothingSelectedHint}</p>
    </section>
  );
}
