import { limits } from '../../protocol/schema/primitives.ts';
import { type Deed, nextDeeds } from '../domain/test-behaviours.ts';
import { type Services, settle } from '../services/services.ts';
import type { TestChat } from '../storage/operations/test-deployments.ts';

/** Who talks in the deployments for tests: by the same operations as any agent. */
export interface TestAgents {
  /** Accepts, answers and leaves, as far as it is time to. Rejects where the store cannot be asked. */
  look(): Promise<void>;
}

export function createTestAgents(
  services: Pick<Services, 'storage' | 'hub' | 'clock' | 'settings' | 'log'>,
): TestAgents {
  const { storage, clock, settings, log } = services;
  const { timing } = settings;
  /** By chat, up to which number nothing is left to answer, and about what a sign of writing was given. */
  const done = new Map<string, number>();
  const typed = new Map<string, string>();

  async function attend(chat: TestChat): Promise<void> {
    if (chat.state === 'ALERTING') return putState(chat, 'connected');
    if (done.get(chat.conversationId) === chat.lastSeq) return;
    const query = { sortOrder: 'descending', maxResults: 100 } as const;
    const listing = storage.run('listMessages', { agent: chat, now: clock.now(), query });
    const messages = (await settle(services, listing)).messages.toReversed();
    const deeds = nextDeeds({ ...chat, messages, longest: limits.messageBody }, clock.now());
    if (deeds.length === 0) done.set(chat.conversationId, chat.lastSeq);
    for (const deed of deeds) await perform(chat, deed);
  }

  async function perform(chat: TestChat, deed: Deed): Promise<void> {
    const mine = { agent: chat, now: clock.now(), communicationId: chat.memberId };
    switch (deed.kind) {
      case 'type':
        if (typed.get(chat.conversationId) === deed.about) return;
        typed.set(chat.conversationId, deed.about);
        await settle(services, storage.run('type', mine));
        return;
      case 'say': {
        const text = { body: deed.body, bodyType: 'standard', key: deed.key } as const;
        await settle(services, storage.run('sendMessage', { ...mine, timing, text }));
        return;
      }
      case 'leave':
        return putState(chat, 'disconnected');
      default:
        deed satisfies never;
    }
  }

  async function putState(chat: TestChat, state: 'connected' | 'disconnected'): Promise<void> {
    const change = { agent: chat, now: clock.now(), timing, participantId: chat.participantId, state };
    await settle(services, storage.run('changeParticipant', change));
  }

  return {
    async look() {
      const chats = await storage.run('listTestChats', undefined);
      const open = new Set(chats.map(({ conversationId }) => conversationId));
      for (const notes of [done, typed]) for (const id of notes.keys()) if (!open.has(id)) notes.delete(id);
      for (const chat of chats) {
        // One chat's trouble is not another's.
        await attend(chat).catch((err: unknown) => log.error({ err }, 'A test deployment did not do its part'));
      }
    },
  };
}
