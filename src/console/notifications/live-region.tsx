import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { AgentChatStore } from '../chats/agent-chat-store.ts';
import type { ChatDesk, OfferNews } from '../chats/chat-desk.ts';
import { mediaRequestText } from '../chats/media-bar.tsx';
import { messages } from '../messages/messages.ts';

type News = { id: string; words: string };
type LiveRegionProps = { store: Pick<ChatDesk, 'chats' | 'news'> };

/** The one place where news is spoken: there from first paint, empty until something happens. */
export function LiveRegion({ store }: LiveRegionProps) {
  const words = useSignal('');
  const spokenIds = useRef(new Set<string>());
  const pendingIds = useRef(new Set<string>());

  useSignalEffect(() => {
    const news = [
      ...offerNews(store),
      ...store.chats.value.flatMap(messageNews),
      ...store.chats.value.flatMap(noteNews),
      ...store.chats.value.flatMap((chat) => mediaNews(chat, pendingIds.current)),
    ];
    for (const one of news) {
      if (spokenIds.current.has(one.id)) continue;
      spokenIds.current.add(one.id);
      words.value = one.words;
    }
  });

  return (
    <div class="unseen" role="status">
      {words}
    </div>
  );
}

function offerNews(store: LiveRegionProps['store']): News[] {
  const news = store.news.value;
  if (!news) return [];
  return [{ id: news.id, words: newsWords(news) }];
}

function newsWords({ type, name }: OfferNews): string {
  switch (type) {
    case 'offer':
      return messages.value.offerAnnounced(name);
    case 'late':
      return messages.value.offerLate(name);
    case 'gone':
      return messages.value.offerGone(name);
    default:
      return type satisfies never;
  }
}

function messageNews(chat: AgentChatStore): News[] {
  const said = chat.conversation.value?.announcement.value;
  if (!said) return [];
  const { name } = chat.details.peek().visitor;
  const words =
    said.type === 'many'
      ? messages.value.messagesAnnounced(name, said.count)
      : messages.value.messageAnnounced(name, said.body);
  return [{ id: said.id, words }];
}

function noteNews({ newNote }: AgentChatStore): News[] {
  const note = newNote.value;
  return note ? [{ id: note.id, words: `${messages.value.noteBy(note.authorName)}: ${note.body}` }] : [];
}

/** Only an answer that came while one waited for it is news. */
function mediaNews(chat: AgentChatStore, pending: Set<string>): News[] {
  return (chat.conversation.value?.mediaRequests.value ?? []).flatMap((request) => {
    if (request.state === 'PENDING') pending.add(request.id);
    else if (pending.delete(request.id)) {
      return { id: request.id, words: mediaRequestText(request, chat.details.peek().visitor.name) };
    }
    return [];
  });
}
