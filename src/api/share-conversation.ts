import type { ConversationPort, GuestPort } from '../chat/conversation-port.ts';
import type { Conversation } from '../chat/session.ts';
import type { Clock } from '../platform/clock.ts';
import type { Tabs } from '../platform/tabs.ts';
import { inTurn } from './in-turn.ts';
import { type Estates, inheritTexts } from './inherit-texts.ts';
import { shareStream } from './shared-stream.ts';

/** Tabs that have a chat answer in a few milliseconds; a hidden one may take longer. */
const answerMs = 150;

/** The same for all tabs: they never create two chats, have one stream, and send one text at a time. */
export function shareAmongTabs(guest: GuestPort, tabs: Tabs, clock: Clock): GuestPort {
  /** What another tab has going. */
  function existing(): Promise<Conversation | undefined> {
    return new Promise((resolve) => {
      const settle = (conversation?: Conversation) => {
        stop();
        cancel();
        resolve(conversation);
      };
      const stop = tabs.onPost((note) => {
        const conversation = conversationIn(note);
        if (conversation) settle(conversation);
      });
      const cancel = clock.after(answerMs, settle);
      tabs.post('');
    });
  }

  function conversation(chat: Conversation): ConversationPort {
    const port = guest.conversation(chat);
    const estates: Estates = new Map();
    return {
      ...port,
      sendMessage: (body, key) => inTurn(tabs, clock, 'send', () => port.sendMessage(body, key)),
      openStream(listeners) {
        if (!tabs.hold) return port.openStream(listeners);
        const stream = shareStream({ tabs, clock, name: chat.id, listeners, open: port.openStream });
        const { onInherit } = listeners;
        // Without keys nobody could tell whether the dead tab's last text was taken.
        const disinherit =
          onInherit && chat.capabilities.idempotencyKey ? inheritTexts(tabs, chat.id, estates, onInherit) : () => {};
        return {
          wake: stream.wake,
          stop() {
            stream.stop();
            disinherit();
          },
        };
      },
    };
  }

  return {
    conversation,
    createConversation: (details) =>
      inTurn(tabs, clock, 'create', async () => (await existing()) ?? guest.createConversation(details)),
  };
}

function conversationIn(note: unknown): Conversation | undefined {
  try {
    return JSON.parse(String(note)).conversation;
  } catch {
    // Tabs tell each other other things too.
    return undefined;
  }
}
