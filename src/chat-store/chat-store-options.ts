import type { GuestDetails } from '../chat/model.ts';
import type { Tabs } from '../client/tabs/tabs.ts';
import type { Clock, Page, Random, TextStorage } from '../environment/environment.ts';
import type { ChatEngine } from './chat-engine.ts';

export type ChatStoreOptions = {
  /** Called whenever a chat starts or resumes. */
  engine: () => Promise<ChatEngine>;
  /** Creates the model used until the engine is loaded: the pre-chat outbox, or the real model where it is loaded already. */
  createModel: ChatEngine['createConversationModel'];
  clock: Clock;
  random: Random;
  page: Page;
  storage: TextStorage;
  /** The storage key of the chat: names organization, deployment and instance. */
  storageKey: string;
  /** Visitor details from the page. */
  guest?: Partial<GuestDetails>;
  /** Nothing is sent or saved before the visitor agrees. Default: false. */
  asksConsent?: boolean;
  /** Other tabs with the same chat. Default: this tab is alone. */
  tabs?: Tabs;
  /** Those tabs read and write the same storage. */
  isStorageShared?: boolean;
  /** Asks the page: a text for which it returns false is not sent. */
  mayBeSent?(body: string): boolean;
};
