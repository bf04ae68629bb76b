import type { GuestPort } from '../chat/ports.ts';
import type { ConversationModel, ConversationModelOptions } from './conversation/conversation.ts';
import type { TabOutboxes, TabOutboxesOptions } from './tab-outboxes.ts';

/** What a chat takes once it starts: until then nobody needs it, so it may be fetched as late as that. */
export type ChatEngine = {
  api: GuestPort;
  createConversationModel(options: ConversationModelOptions): ConversationModel;
  createTabOutboxes(options: TabOutboxesOptions): TabOutboxes;
};
