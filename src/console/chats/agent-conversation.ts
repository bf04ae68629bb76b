import type { AgentChat } from '../../chat/agent-model.ts';
import { type ConversationModel, createConversationModel } from '../../chat-store/conversation/conversation.ts';
import type { AgentClient } from '../../client/agent/ports.ts';
import type { Environment } from '../../environment/environment.ts';
import type { WorkspaceStorage } from './workspace-storage.ts';

/** The reconciling conversation that the widget uses too. */
export type AgentConversation = ConversationModel;

type AgentConversationOptions = Pick<Environment, 'clock' | 'page' | 'random'> & {
  port: AgentClient;
  workspace: WorkspaceStorage;
  chat: AgentChat;
  /** The service ended the conversation. */
  onOver(): void;
};

/** The agent's side of one conversation; what a reload interrupted is sent on. */
export function createAgentConversation(options: AgentConversationOptions): AgentConversation {
  const { port, workspace, chat, onOver, ...browser } = options;
  const conversation = createConversationModel({
    ...browser,
    outbox: workspace.readOutbox(chat.id),
    onOver,
    save: (outbox) => workspace.saveOutbox(chat.id, outbox),
  });
  conversation.attach({
    port: port.conversation(chat),
    id: chat.id,
    me: chat.memberId,
    capabilities: { idempotencyKey: true, seq: true },
  });
  return conversation;
}
