import type { ConsoleStore } from '../app/console-store.ts';
import { en } from '../messages/en.ts';

/** The middle while no chat is chosen. */
export function Nothing({ store }: { store: ConsoleStore }) {
  const isEmpty = store.chats.value.length === 0;
  return (
    <section class="nothing">
      <h2>{isEmpty ? en.noChats : en.nothingSelected}</h2>
      <p>{isEmpty ? en.noChatsHint : en.nothingSelectedHint}</p>
    </section>
  );
}
