import type { Session, Status } from '../chat/model.ts';
import type { Peer } from './chat-store-types.ts';
import type { ConversationModel } from './conversation/conversation.ts';

/** The agent to show: the connected one, else one who may come back, else the last one. */
export function agentOf({ members, entries }: ConversationModel): Peer | undefined {
  const hasSpoken = (id: string) => entries.value.some(({ senderId }) => senderId === id);
  // An agent who was only offered the chat never took part.
  const came = [...members.value.values()].filter(
    ({ id, role, presence }) => role === 'agent' && (presence === 'connected' || hasSpoken(id)),
  );
  const latest = (wanted: string) => came.findLast(({ presence }) => presence === wanted);
  return latest('connected') ?? latest('away') ?? came.at(-1);
}

/** The status that a page reads. */
export function statusOf(session: Session, chat: ConversationModel, agent: Peer | undefined): Status {
  if (session.phase !== 'live') return session.phase;
  if (chat.isOffline.value) return 'offline';
  if (chat.isCatchingUp.value) return 'catching-up';
  const presence = agent?.presence;
  return presence === 'connected' || presence === 'away' ? presence : 'waiting';
}
