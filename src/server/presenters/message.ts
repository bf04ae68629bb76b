import type { WebChatGuestMediaRequest } from '../../protocol/schema/media-request.ts';
import type { WebChatMessage, WebChatMessageEntityList, WebChatTyping } from '../../protocol/schema/message.ts';
import type { Note as WireNote } from '../../protocol/schema/note.ts';
import type { MessageQuery } from '../../protocol/schema/page.ts';
import { iso } from '../core/clock.ts';
import type { Note } from '../domain/chat-event.ts';
import type { MediaRequest, Message } from '../domain/records.ts';

/** `base` is the conversation's address on the reader's side of the API. */
export function presentMessage(message: Message, base: string): WebChatMessage {
  return {
    id: message.id,
    conversation: conversationReference(message.conversation_id),
    sender: { id: message.sender_id },
    body: message.body,
    bodyType: message.body_type,
    timestamp: iso(message.sent_at),
    seq: message.seq,
    ...(message.idempotency_key === null ? {} : { idempotencyKey: message.idempotency_key }),
    selfUri: `${base}/messages/${message.id}`,
  };
}

export function presentMessagePage(
  { messages, hasMore }: { messages: Message[]; hasMore: boolean },
  base: string,
  query: MessageQuery,
): WebChatMessageEntityList {
  const link = (change: Partial<Record<keyof MessageQuery, string | undefined>>) => {
    const { after, before, sortOrder, maxResults } = query;
    const all = { after, before, sortOrder, maxResults: String(maxResults), ...change };
    const entries = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return `${base}/messages?${new URLSearchParams(entries)}`;
  };
  const first = messages[0];
  const last = messages.at(-1);
  const isAscending = query.sortOrder === 'ascending';
  // Numbers are dense from 1, so a first number above 1 has messages before it.
  const hasPrevious = first !== undefined && (isAscending ? first.seq > 1 : query.before !== undefined);
  const back = isAscending
    ? { before: first?.id, after: undefined, sortOrder: 'descending' }
    : { after: first?.id, before: undefined, sortOrder: 'ascending' };
  return {
    pageSize: query.maxResults,
    entities: messages.map((message) => presentMessage(message, base)),
    ...(hasPrevious ? { previousPage: link(back) } : {}),
    ...(hasMore && last ? { next: link(isAscending ? { after: last.id } : { before: last.id }) } : {}),
    selfUri: link({}),
  };
}

export function presentTyping(typed: {
  id: string;
  conversationId: string;
  senderId: string;
  at: number;
}): WebChatTyping {
  return {
    id: typed.id,
    conversation: conversationReference(typed.conversationId),
    sender: { id: typed.senderId },
    timestamp: iso(typed.at),
  };
}

/** Guests also get the agents' address, as on the platform. */
function conversationReference(id: string) {
  return { id, selfUri: `/api/v2/conversations/${id}` };
}

/** Only the author sees the idempotency key. */
export function presentNote(note: Note, readerId: string): WireNote {
  const { id, conversationId, author, body, writtenAt, seq, key } = note;
  const idempotencyKey = key !== null && author.id === readerId ? { idempotencyKey: key } : {};
  return { id, conversation: { id: conversationId }, author, body, timestamp: iso(writtenAt), seq, ...idempotencyKey };
}

/** `base` is the conversation's address on the reader's side of the API. */
export function presentMediaRequest(request: MediaRequest, base: string): WebChatGuestMediaRequest {
  return {
    id: request.id,
    types: JSON.parse(request.types),
    state: request.state,
    communicationId: request.communication_id ?? undefined,
    securityKey: request.security_key ?? undefined,
    selfUri: `${base}/mediarequests/${request.id}`,
  };
}
