import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { EventStream } from '../../chat/ports.ts';
import type { AgentClient } from '../../client/agent/ports.ts';
import type { Environment } from '../../environment/environment.ts';
import type { ChatListModel } from './chat-list-model.ts';
import { type ChatSync, createChatSync } from './chat-sync.ts';

export type ConnectionStatus = 'connecting' | 'open' | 'lost';

type DeskSyncOptions = {
  port: AgentClient;
  clock: Environment['clock'];
  list: ChatListModel;
  directory: { refresh(): Promise<void> };
};

export type DeskSync = {
  connection: ReadonlySignal<ConnectionStatus>;
  isListed: ReadonlySignal<boolean>;
  /** Follows the chats of a user; returns what stops it and empties the list. */
  start(userId: string): () => void;
  refreshChat(chatId: string): void;
  refreshNotes(chatId: string): Promise<void>;
  wake(): void;
};

/** Keeps the list of chats in step with the service while an agent is signed in. */
export function createDeskSync({ port, clock, list, directory }: DeskSyncOptions): DeskSync {
  const connection = signal<ConnectionStatus>('connecting');
  const isListed = signal(false);
  let chatSync: ChatSync | undefined;
  let stream: EventStream | undefined;

  const refreshNotes = async (chatId: string) => {
    try {
      const notes = await port.listNotes(chatId);
      list.chats.value.find(({ id }) => id === chatId)?.receiveNotes(notes);
    } catch {
      // The next note, or the next time the connection opens, reads them again.
    }
  };

  const stop = () => {
    stream?.stop();
    chatSync?.stop();
    stream = chatSync = undefined;
    batch(() => {
      list.clear();
      isListed.value = false;
      connection.value = 'connecting';
    });
  };

  return {
    connection,
    isListed,
    start(userId) {
      chatSync = createChatSync({
        port,
        clock,
        onAll: (all) => {
          batch(() => {
            list.receiveAll(all);
            isListed.value = true;
          });
        },
        onOne: list.receive,
      });
      stream = port.openStream(userId, {
        onOpen() {
          connection.value = 'open';
          chatSync?.refreshAll();
          void directory.refresh();
        },
        onLost() {
          connection.value = 'lost';
        },
        onNotesChanged: refreshNotes,
        onChatChanged: (chatId) => chatSync?.refreshChat(chatId),
      });
      chatSync.refreshAll();
      return stop;
    },
    refreshChat: (chatId) => chatSync?.refreshChat(chatId),
    refreshNotes,
    wake() {
      stream?.wake();
      chatSync?.refreshAll();
    },
  };
}
