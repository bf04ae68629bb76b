import { en } from '../messages/en.ts';
import type { ChatDesk } from './chat-desk.ts';

/** The middle while no chat is chosen. */
export function EmptyState({ store }: { store: ChatDesk }) {
  const isEmpty = store.chats.value.length === 0;
  return (
    <section class="nothing">
      <h2>{isEmpty ? en.noChats : en.nothingSelected}</h2>
      <p>{isEmpty ? en.noChatsHint : en.nothingSelectedHint}</p>
    </section>
  );
}
