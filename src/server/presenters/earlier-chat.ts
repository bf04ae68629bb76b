import type { EarlierChat } from '../../protocol/schema/earlier-chat.ts';
import type { Chat } from '../domain/chat-event.ts';
import { purposes } from './chat.ts';
import { iso, isoOrUndefined } from './time.ts';

export function presentEarlierChat({ conversation, members }: Chat, base: string): EarlierChat {
  return {
    id: conversation.id,
    startTime: iso(conversation.created_at),
    endTime: isoOrUndefined(conversation.ended_at),
    // An agent who was only asked is nobody to the visitor.
    participants: members
      .filter(({ joined_at }) => joined_at !== null)
      .map(({ id, role, display_name }) => ({ id, purpose: purposes[role], name: display_name ?? '' })),
    selfUri: `${base}/${conversation.id}`,
  };
}
