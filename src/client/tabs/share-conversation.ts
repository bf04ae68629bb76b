import { ChatError } from '../../chat/errors.ts';
import type { Conversation } from '../../chat/model.ts';
import type { ConversationPort, GuestPort } from '../../chat/ports.ts';
import type { Clock } from '../../environment/environment.ts';
import { createLeaderElectedStream } from './leader-elected-stream.ts';
import { withTabLock } from './send-lock.ts';
import type { Tabs } from './tabs.ts';

/** Tabs with a chat answer in a few milliseconds; a hidden one may take longer. */
const answerMs = 150;

/** A client for tabs that share a chat: they create one conversation, have one stream, and send one text at a time. */
export function shareAmongTabs(guest: GuestPort, tabs: Tabs, clock: Clock): GuestPort {
  /** Asks the other tabs for their live conversation. */
  function findInOtherTabs(isGone: (id: string) => boolean): Promise<Conversation | undefined> {
    return new Promise((resolve) => {
      const settle = (conversation?: Conversation) => {
        stop();
        cancel();
        resolve(conversation);
      };
      const stop = tabs.onMessage((message) => {
        const conversation = message.type === 'chat' ? message.chat.conversation : undefined;
        if (!conversation) return;
        if (!isGone(conversation.id)) return settle(conversation);
        // That tab does not know that the visitor left this one: without this message it would stay in it alone.
        tabs.post({ type: 'chat', chat: { leaving: conversation, seenAt: 0, guest: {} } });
      });
      const cancel = clock.after(answerMs, settle);
      tabs.post({ type: 'ask' });
    });
  }

  function conversation(chat: Conversation): ConversationPort {
    const port = guest.conversation(chat);
    return {
      ...port,
      sendMessage: (body, key, isWanted) =>
        withTabLock(tabs, clock, `send:${chat.id}`, async () => {
          // While this text waited for the lock, another tab may have taken it over.
          await undefined;
          if (isWanted?.() === false) throw new ChatError('offline');
          return port.sendMessage(body, key);
        }),
      openStream(listeners) {
        if (!tabs.locks) return port.openStream(listeners);
        return createLeaderElectedStream({ tabs, clock, conversationId: chat.id, listeners, open: port.openStream });
      },
    };
  }

  return {
    conversation,
    createConversation: (details, isGone = () => false) =>
      withTabLock(tabs, clock, 'create', async (isStillOurs) => {
        const known = await findInOtherTabs(isGone);
        if (known) return known;
        const created = await guest.createConversation(details);
        // A tab that lost the lock before the answer may be the second to create one; no agent was offered it yet.
        return (isStillOurs() ? undefined : await findInOtherTabs(isGone)) ?? created;
      }),
  };
}
