import type { AgentChat } from '../chat/agent-chat.ts';
import type { DeskPort } from '../chat/desk-port.ts';
import { createConversationModel } from '../store/conversation-model.ts';
import type { Surroundings } from '../store/surroundings.ts';
import type { Talk } from './desk-chat.ts';
import type { Desktop } from './desktop.ts';

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
