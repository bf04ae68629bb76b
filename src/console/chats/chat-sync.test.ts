import { expect, test } from 'vitest';
import type { AgentChat } from '../../chat/agent-model.ts';
import { ChatError } from '../../chat/errors.ts';
import { createFakeClock } from '../../testing/fakes/clock.ts';
import { createChatSync } from './chat-sync.ts';

/** A service that answers when the test says so. */
function openLooker() {
  const clock = createFakeClock();
  const asked: string[] = [];
  const told: string[] = [];
  const answers: { resolve(): void; reject(error: ChatError): void }[] = [];
  const ask = <T>(what: string, answer: T) => {
    asked.push(what);
    return new Promise<T>((resolve, reject) => answers.push({ resolve: () => resolve(answer), reject }));
  };
  const looker = createChatSync({
    port: {
      listChats: () => ask<AgentChat[]>('all', []),
      getChat: (id) => ask<AgentChat | undefined>(id, undefined),
    },
    clock,
    onAll: () => told.push('all'),
    onOne: (id) => told.push(id),
  });
  const settle = () => clock.elapse(0);
  return {
    looker,
    clock,
    asked,
    told,
    async answer() {
      answers.shift()?.resolve();
      await settle();
    },
    async fail(kind: ConstructorParameters<typeof ChatError>[0]) {
      answers.shift()?.reject(new ChatError(kind));
      await settle();
    },
  };
}

test('one request at a time, and a chat wanted twice during it is loaded once', async () => {
  const { looker, asked, told, answer } = openLooker();

  looker.refreshChat('a');
  looker.refreshChat('b');
  looker.refreshChat('b');
  expect(asked).toEqual(['a']);
  await answer();
  await answer();

  expect(asked).toEqual(['a', 'b']);
  expect(told).toEqual(['a', 'b']);
});

test('a refresh of all chats replaces those of single ones', async () => {
  const { looker, asked, answer } = openLooker();

  looker.refreshChat('a');
  looker.refreshChat('b');
  looker.refreshAll();
  await answer();
  await answer();

  expect(asked).toEqual(['a', 'all']);
});

test('all chats are refreshed after a failure, and regularly', async () => {
  const { looker, clock, asked, fail, answer } = openLooker();

  looker.refreshChat('a');
  await fail('offline');
  await clock.elapse(3_000);
  await answer();
  await clock.elapse(20_000);

  expect(asked).toEqual(['a', 'all', 'all']);
});

test('stopped by a session that is over, it asks nothing any more', async () => {
  const { looker, clock, asked, told, fail } = openLooker();

  looker.refreshAll();
  looker.stop();
  await fail('unauthorized');
  await clock.elapse(60_000);

  expect(told).toEqual([]);
  expect(asked).toEqual(['all']);
});

test('stopped, it tells nothing and leaves no timer', async () => {
  const { looker, clock, told, answer } = openLooker();

  looker.refreshAll();
  looker.stop();
  await answer();

  expect(told).toEqual([]);
  expect(clock.pending).toBe(0);
});
