import type { AgentChat } from '../../chat/agent-chat.ts';
import { waitAfter } from '../../chat/errors.ts';
import type { DeskPort } from '../../client/agent/ports.ts';
import type { Surroundings } from '../../environment/environment.ts';

export type ChatLooker = {
  lookAtAll(): void;
  lookAt(chatId: string): void;
  stop(): void;
};

type ChatLookerOptions = {
  port: Pick<DeskPort, 'listChats' | 'getChat'>;
  clock: Surroundings['clock'];
  onAll(chats: readonly AgentChat[]): void;
  onOne(chatId: string, chat: AgentChat | undefined): void;
};

const retryMs = 3000;
/** A frame can be lost on a line that looks well; an offer rings for half a minute. */
const pollMs = 20_000;

/**
 * Asks the service how things stand, one question at a time, so that an older answer never overwrites a newer one.
 * Frames only say where to look: whatever was missed, the next look brings everything back.
 */
export function createChatLooker({ port, clock, onAll, onOne }: ChatLookerOptions): ChatLooker {
  const wanted = new Set<string>();
  let isAllWanted = false;
  let isLooking = false;
  let isStopped = false;
  let cancelLater = () => {};

  const lookOnce = async () => {
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
    if (isLooking) return;
    isLooking = true;
    try {
      while (!isStopped && (isAllWanted || wanted.size > 0)) await lookOnce();
      lookLater(pollMs);
    } catch (error) {
      if (isStopped) return;
      lookLater(Math.max(retryMs, waitAfter(error) ?? 0));
    } finally {
      isLooking = false;
    }
  };

  function lookLater(delayMs: number): void {
    cancelLater();
    if (!isStopped) cancelLater = clock.after(delayMs, lookAtAll);
  }

  function lookAtAll(): void {
    cancelLater();
    isAllWanted = true;
    void run();
  }

  return {
    lookAtAll,
    lookAt(chatId) {
      wanted.add(chatId);
      void run();
    },
    stop() {
      isStopped = true;
      cancelLater();
    },
  };
}
