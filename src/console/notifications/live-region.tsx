import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { AgentChatStore } from '../chats/agent-chat-store.ts';
import type { ChatDesk, OfferNews } from '../chats/chat-desk.ts';
import { mediaRequestText } from '../chats/media-bar.tsx';
import { messages } from '../messages/messages.ts';

type News = { id: string; text: string };
type LiveRegionProps = { store: Pick<ChatDesk, 'chats' | 'news'> };

/** The console's only live region: in the page from the first paint, empty until there is news. */
export function LiveRegion({ store }: LiveRegionProps) {
  const text = useSignal('');
  const announcedIds = useRef(new Set<string>());
  const pendingIds = useRef(new Set<string>());

  useSignalEffect(() => {
    const news = [
      ...offerNews(store),
      ...store.chats.value.flatMap(messageNews),
      ...store.chats.value.flatMap(noteNews),
      ...store.chats.value.flatMap((chat) => mediaNews(chat, pendingIds.current)),
    ];
    for (const one of news) {
      if (announcedIds.current.has(one.id)) continue;
      announcedIds.current.add(one.id);
      text.value = one.text;
    }
  });

  return (
    <div class="unseen" role="status">
      {text}
    </div>
  );
}

function offerNews(store: LiveRegionProps['store']): News[] {
  const news = store.news.value;
  if (!news) return [];
  return [{ id: news.id, text: newsText(news) }];
}

function newsText({ type, name }: OfferNews): string {
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
  const announcement = chat.conversation.value?.announcement.value;
  if (!announcement) return [];
  const { name } = chat.details.peek().visitor;
  const text =
    announcement.type === 'many'
      ? messages.value.messagesAnnounced(name, announcement.count)
      : messages.value.messageAnnounced(name, announcement.body);
  return [{ id: announcement.id, text }];
}

function noteNews({ newNote }: AgentChatStore): News[] {
  const note = newNote.value;
  return note ? [{ id: note.id, text: `${messages.value.noteBy(note.authorName)}: ${note.body}` }] : [];
}

/** Only answers to requests that were seen pending are news. */
function mediaNews(chat: AgentChatStore, pending: Set<string>): News[] {
  return (chat.conversation.value?.mediaRequests.value ?? []).flatMap((request) => {
    if (request.state === 'PENDING') pending.add(request.id);
    else if (pending.delete(request.id)) {
      return { id: request.id, text: mediaRequestText(request, chat.details.peek().visitor.name) };
    }
    return [];
  });
}
