import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { ConsoleStore } from '../console-store.ts';
import { en } from '../strings/en.ts';

/** The one place where news is spoken: there from first paint, empty until something happens. */
export function LiveRegion({ store }: { store: ConsoleStore }) {
  const words = useSignal('');
  const spokenIds = useRef(new Set<string>());

  useSignalEffect(() => {
    const speak = (id: string, text: string) => {
      if (spokenIds.current.has(id)) return;
      spokenIds.current.add(id);
      words.value = text;
    };
    const news = store.news.value;
    if (news) speak(news.id, news.type === 'offer' ? en.offerAnnounced(news.name) : en.offerGone);
    for (const chat of store.chats.value) {
      const said = chat.talk.value?.announcement.value;
      const { name } = chat.facts.peek().visitor;
      if (!said) continue;
      speak(
        said.id,
        said.type === 'many' ? en.messagesAnnounced(name, said.count) : en.messageAnnounced(name, said.body),
      );
    }
  });

  return (
    <div class="unseen" role="status">
      {words}
    </div>
  );
}
