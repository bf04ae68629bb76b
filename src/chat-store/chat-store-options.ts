import type { GuestDetails } from '../chat/model.ts';
import type { Tabs } from '../client/tabs/tabs.ts';
import type { Clock, Page, Random, TextStorage } from '../environment/environment.ts';
import type { ChatEngine } from './chat-engine.ts';

export type ChatStoreOptions = {
  /** Asked for whenever a chat starts or resumes. */
  engine: () => Promise<ChatEngine>;
  /** Holds the conversation until the engine has come: a stand-in, or the real one where it is here already. */
  createModel: ChatEngine['createConversationModel'];
  clock: Clock;
  random: Random;
  page: Page;
  storage: TextStorage;
  /** Where the chat is kept between pages: names organization, deployment and instance. */
  storageKey: string;
  /** What the page knows of the visitor. */
  guest?: Partial<GuestDetails>;
  /** Nothing is sent or kept before the visitor agrees. Default: nobody is asked. */
  asksConsent?: boolean;
  /** Other tabs that keep their chat under the same key. Default: this tab is alone. */
  tabs?: Tabs;
  /** The storage is theirs too. */
  isStorageShared?: boolean;
  /** The page's say: a text it answers with false is not sent. */
  mayBeSent?(body: string): boolean;
};
