import { limits } from '../../protocol/schema/primitives.ts';
import { type BotAction, nextBotActions } from '../domain/test-behaviours.ts';
import { publishOutcome, type Services } from '../services/services.ts';
import type { TestChat } from '../storage/operations/test-deployments.ts';

/** The built-in agents of the test deployments; they use the same operations as any agent. */
export interface TestAgents {
  /** Accepts, answers and leaves chats where it is time to. Rejects where the store does not answer. */
  run(): Promise<void>;
}

export function createTestAgents(
  services: Pick<Services, 'storage' | 'hub' | 'clock' | 'settings' | 'log'>,
): TestAgents {
  const { storage, clock, settings, log } = services;
  const { timing } = settings;
  /** By chat: the number of the last message that needs no answer, and the message that typing was shown for. */
  const done = new Map<string, number>();
  const typed = new Map<string, string>();

  async function serveChat(chat: TestChat): Promise<void> {
    if (chat.state === 'ALERTING') return setState(chat, 'connected');
    if (done.get(chat.conversationId) === chat.lastSeq) return;
    const query = { sortOrder: 'descending', maxResults: 100 } as const;
    const listing = storage.run('listMessages', { agent: chat, now: clock.now(), query });
    const messages = (await publishOutcome(services, listing)).messages.toReversed();
    const actions = nextBotActions({ ...chat, messages, maxBodyLength: limits.messageBody }, clock.now());
    if (actions.length === 0) done.set(chat.conversationId, chat.lastSeq);
    for (const action of actions) await runAction(chat, action);
  }

  async function runAction(chat: TestChat, action: BotAction): Promise<void> {
    const mine = { agent: chat, now: clock.now(), communicationId: chat.memberId };
    switch (action.kind) {
      case 'type':
        if (typed.get(chat.conversationId) === action.about) return;
        typed.set(chat.conversationId, action.about);
        await publishOutcome(services, storage.run('sendTyping', mine));
        return;
      case 'say': {
        const text = { body: action.body, bodyType: 'standard', key: action.key } as const;
        await publishOutcome(services, storage.run('sendMessage', { ...mine, timing, text }));
        return;
      }
      case 'leave':
        return setState(chat, 'disconnected');
      default:
        action satisfies never;
    }
  }

  async function setState(chat: TestChat, state: 'connected' | 'disconnected'): Promise<void> {
    const change = { agent: chat, now: clock.now(), timing, participantId: chat.participantId, state };
    await publishOutcome(services, storage.run('changeParticipant', change));
  }

  return {
    async run() {
      const chats = await storage.run('listTestChats', undefined);
      const open = new Set(chats.map(({ conversationId }) => conversationId));
      for (const notes of [done, typed]) for (const id of notes.keys()) if (!open.has(id)) notes.delete(id);
      for (const chat of chats) {
        // An error in one chat does not stop the others.
        await serveChat(chat).catch((err: unknown) => log.error({ err }, 'A test deployment did not do its part'));
      }
    },
  };
}
