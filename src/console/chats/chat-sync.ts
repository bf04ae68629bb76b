import type { AgentChat } from '../../chat/agent-model.ts';
import { waitAfter } from '../../chat/errors.ts';
import type { AgentClient } from '../../client/agent/ports.ts';
import type { Environment } from '../../environment/environment.ts';

export type ChatSync = {
  refreshAll(): void;
  refreshChat(chatId: string): void;
  stop(): void;
};

type ChatSyncOptions = {
  port: Pick<AgentClient, 'listChats' | 'getChat'>;
  clock: Environment['clock'];
  onAll(chats: readonly AgentChat[]): void;
  onOne(chatId: string, chat: AgentChat | undefined): void;
};

const retryMs = 3000;
/** A frame can be lost on a connection that seems healthy, and an offer lasts half a minute. */
const pollMs = 20_000;

/**
 * Loads chats one request at a time, so that an older response never overwrites a newer one.
 * Frames only say which chat to refresh; a missed frame is made up for by the next refresh of all.
 */
export function createChatSync({ port, clock, onAll, onOne }: ChatSyncOptions): ChatSync {
  const wanted = new Set<string>();
  let isAllWanted = false;
  let isRefreshing = false;
  let isStopped = false;
  let cancelLater = () => {};

  const refreshNext = async () => {
    if (isAllWanted) {
      isAllWanted = false;
      wanted.clear();
      const chats = await port.listChats();
      if (!isStopped) onAll(chats);
      return;
    }
    const [chatId] = wanted;
    if (chatId === undefined) return;
    wanted.delete(chatId);
    const chat = await port.getChat(chatId);
    if (!isStopped) onOne(chatId, chat);
  };

  const run = async () => {
    if (isRefreshing) return;
    isRefreshing = true;
    try {
      while (!isStopped && (isAllWanted || wanted.size > 0)) await refreshNext();
      scheduleRefresh(pollMs);
    } catch (error) {
      if (isStopped) return;
      scheduleRefresh(Math.max(retryMs, waitAfter(error) ?? 0));
    } finally {
      isRefreshing = false;
    }
  };

  function scheduleRefresh(delayMs: number): void {
    cancelLater();
    if (!isStopped) cancelLater = clock.after(delayMs, refreshAll);
  }

  function refreshAll(): void {
    cancelLater();
    isAllWanted = true;
    void run();
  }

  return {
    refreshAll,
    refreshChat(chatId) {
      wanted.add(chatId);
      void run();
    },
    stop() {
      isStopped = true;
      cancelLater();
    },
  };
}
