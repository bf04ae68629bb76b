import type { Message } from '../../chat/model.ts';
import type { PastChatText } from '../../client/agent/history-port.ts';
import { asJson, asPage, asText, type Transcript, type TranscriptLine } from '../../ui/transcript-file.ts';
import { messages } from '../messages/messages.ts';

export const pastChatFormats = {
  txt: { type: 'text/plain', write: asText },
  html: { type: 'text/html', write: asPage },
  json: { type: 'application/json', write: asJson },
} as const;
export type PastChatFormat = keyof typeof pastChatFormats;

type ReaderLocale = { locale: string; direction: 'ltr' | 'rtl'; now: number };

/** The transcript as the visitor saw it, without private notes. */
export function buildTranscript(
  { id, visitor, people }: PastChatText,
  pastMessages: readonly Message[],
  { locale, direction, now }: ReaderLocale,
): Transcript {
  const lines = pastMessages.map(({ kind, senderId, body, at }): TranscriptLine => {
    const sender = people.get(senderId);
    const from = sender?.name || messages.value.someone;
    if (kind === 'standard') return { at, role: sender?.isVisitor ? 'visitor' : 'agent', from, text: body };
    return { at, role: 'system', from: '', text: eventText(kind, from, body) };
  });
  return { title: visitor.name, conversationId: id, gap: undefined, locale, direction, savedAt: now, lines };
}

function eventText(kind: Exclude<Message['kind'], 'standard'>, name: string, body: string): string {
  switch (kind) {
    case 'member-join':
      return messages.value.joined(name);
    case 'member-leave':
      return messages.value.leftLine(name);
    case 'media-request':
      return messages.value.mediaAsked(name);
    case 'notice':
      return body;
    default:
      return kind satisfies never;
  }
}
