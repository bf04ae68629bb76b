import type { GuestPort } from '../chat/ports.ts';
import type { ConversationModel, ConversationModelOptions } from './conversation/conversation.ts';
import type { TabOutboxes, TabOutboxesOptions } from './tab-outboxes.ts';

/** The code that a chat needs once it starts: pages without a chat never fetch it. */
export type ChatEngine = {
  api: GuestPort;
  createConversationModel(options: ConversationModelOptions): ConversationModel;
  createTabOutboxes(options: TabOutboxesOptions): TabOutboxes;
};
