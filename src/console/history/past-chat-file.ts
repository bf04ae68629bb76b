import type { Message } from '../../chat/model.ts';
import type { PastChatText } from '../../client/agent/history-port.ts';
import { asJson, asPage, asText, type Transcript, type TranscriptLine } from '../../ui/transcript-file.ts';
import { en } from '../messages/en.ts';

export const pastChatFormats = {
  txt: { type: 'text/plain', write: asText },
  html: { type: 'text/html', write: asPage },
  json: { type: 'application/json', write: asJson },
} as const;
export type PastChatFormat = keyof typeof pastChatFormats;

type ReaderLocale = { locale: string; direction: 'ltr' | 'rtl'; now: number };

/** What may leave the house: what the visitor saw. Private notes stay here. */
export function buildTranscript(
  { id, visitor, people }: PastChatText,
  messages: readonly Message[],
  { locale, direction, now }: ReaderLocale,
): Transcript {
  const lines = messages.map(({ kind, senderId, body, at }): TranscriptLine => {
    const sender = people.get(senderId);
    const from = sender?.name || en.someone;
    if (kind === 'standard') return { at, role: sender?.isVisitor ? 'visitor' : 'agent', from, text: body };
    return { at, role: 'system', from: '', text: eventText(kind, from, body) };
  });
  return { title: visitor.name, conversationId: id, gap: undefined, locale, direction, savedAt: now, lines };
}

function eventText(kind: Exclude<Message['kind'], 'standard'>, name: string, body: string): string {
  switch (kind) {
    case 'member-join':
      return en.joined(name);
    case 'member-leave':
      return en.leftLine(name);
    case 'media-request':
      return en.mediaAsked(name);
    case 'notice':
      return body;
    default:
      return kind satisfies never;
  }
}
