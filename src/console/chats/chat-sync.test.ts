import { expect, test } from 'vitest';
import type { AgentChat } from '../../chat/agent-model.ts';
import { ChatError } from '../../chat/errors.ts';
import { createFakeClock } from '../../testing/fakes/clock.ts';
import { createChatSync } from './chat-sync.ts';

/** A service that answers when the test says so. */
function openSync() {
  const clock = createFakeClock();
  const asked: string[] = [];
  const notified: string[] = [];
  const answers: { resolve(): void; reject(error: ChatError): void }[] = [];
  const ask = <T>(what: string, answer: T) => {
    asked.push(what);
    return new Promise<T>((resolve, reject) => answers.push({ resolve: () => resolve(answer), reject }));
  };
  const sync = createChatSync({
    port: {
      listChats: () => ask<AgentChat[]>('all', []),
      getChat: (id) => ask<AgentChat | undefined>(id, undefined),
    },
    clock,
    onAll: () => notified.push('all'),
    onOne: (id) => notified.push(id),
  });
  const settle = () => clock.elapse(0);
  return {
    sync,
    clock,
    asked,
    notified,
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
  const { sync, asked, notified, answer } = openSync();

  sync.refreshChat('a');
  sync.refreshChat('b');
  sync.refreshChat('b');
  expect(asked).toEqual(['a']);
  await answer();
  await answer();

  expect(asked).toEqual(['a', 'b']);
  expect(notified).toEqual(['a', 'b']);
});

test('a refresh of all chats replaces those of single ones', async () => {
  const { sync, asked, answer } = openSync();

  sync.refreshChat('a');
  sync.refreshChat('b');
  sync.refreshAll();
  await answer();
  await answer();

  expect(asked).toEqual(['a', 'all']);
});

test('all chats are refreshed after a failure, and regularly', async () => {
  const { sync, clock, asked, fail, answer } = openSync();

  sync.refreshChat('a');
  await fail('offline');
  await clock.elapse(3_000);
  await answer();
  await clock.elapse(20_000);

  expect(asked).toEqual(['a', 'all', 'all']);
});

test('stopped by a session that is over, it asks nothing any more', async () => {
  const { sync, clock, asked, notified, fail } = openSync();

  sync.refreshAll();
  sync.stop();
  await fail('unauthorized');
  await clock.elapse(60_000);

  expect(notified).toEqual([]);
  expect(asked).toEqual(['all']);
});

test('stopped, it tells nothing and leaves no timer', async () => {
  const { sync, clock, notified, answer } = openSync();

  sync.refreshAll();
  sync.stop();
  await answer();

  expect(notified).toEqual([]);
  expect(clock.pending).toBe(0);
});
