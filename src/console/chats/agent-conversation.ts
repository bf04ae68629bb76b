import type { AgentChat } from '../../chat/agent-chat.ts';
import { createConversationModel } from '../../chat-store/conversation/conversation.ts';
import type { DeskPort } from '../../client/agent/ports.ts';
import type { Surroundings } from '../../environment/environment.ts';
import type { Desktop } from '../app/workspace-storage.ts';
import type { Talk } from './agent-chat-store.ts';

export type TalkOptions = Pick<Surroundings, 'clock' | 'page' | 'random'> & { port: DeskPort; desktop: Desktop };

/** The agent's part of one conversation, with whatever a reload interrupted taken up again. */
export function createTalk({ port, desktop, ...browser }: TalkOptions, chat: AgentChat, onOver: () => void): Talk {
  const talk = createConversationModel({
    ...browser,
    outbox: desktop.outbox(chat.id),
    onOver,
    save: (outbox) => desktop.keepOutbox(chat.id, outbox),
  });
  talk.attach({
    port: port.conversation(chat),
    id: chat.id,
    me: chat.memberId,
    capabilities: { idempotencyKey: true, seq: true },
  });
  return talk;
}
