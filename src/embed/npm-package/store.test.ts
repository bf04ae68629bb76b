import '../../testing/harness/dom.ts';
import { effect } from '@preact/signals';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { until } from '../../testing/harness/until.ts';
import { createChatStore } from './store.ts';

let server: InProcessServer;

beforeAll(async () => {
  server = await startInProcessServer();
});

afterAll(() => server.stop());

test('a page with a view of its own chats with an agent', async () => {
  const chat = open();
  const drawn: string[] = [];
  onTestFinished(effect(() => void drawn.push(chat.entries.value.map(({ body }) => body).join())));

  chat.identify({ displayName: 'Mira' });
  chat.send('Hello');
  await until(() => chat.status.value === 'waiting');
  const id = chat.conversationId.value ?? '';
  await until(async () => (await server.agent.chats()).some((offered) => offered.id === id));
  await server.agent.accept(id);
  await server.agent.say(id, 'Good day');
  await until(() => chat.entries.value.some(({ body }) => body === 'Good day'));

  expect(drawn.some((text) => text.startsWith('Hello'))).toBe(true);
  await until(() => chat.agent.value?.presence === 'connected');
  await chat.end();
  expect(chat.status.value).toBe('ended');
});

test('a store called in the wrong order does nothing, and does not throw', async () => {
  const chat = open();

  chat.retry('nothing');
  chat.discard('nothing');
  chat.loadOlder();
  chat.markRead();
  chat.typed();
  chat.reset();
  await chat.start();
  await chat.end();
  await chat.end({ keepalive: true });
  await chat.answerMediaRequest('nothing', 'ACCEPTED').catch((error: unknown) => expect(error).toBeInstanceOf(Error));

  expect(chat.status.value).toBe('idle');
  expect(chat.entries.value).toEqual([]);
  chat.dispose();
  chat.dispose();
  expect(chat.send('too late')).toBeTypeOf('boolean');
});

test.each(['apiBase', 'organizationId', 'deploymentId', 'queue'])('a store without %s says so', (name) => {
  expect(() => open({ [name]: '' })).toThrow(`createChatStore needs ${name}`);
});

test('on a server a store throws an error that names what it needs', () => {
  vi.stubGlobal('document', undefined);
  onTestFinished(() => void vi.unstubAllGlobals());

  expect(() => open()).toThrow('createChatStore needs a browser');
});

function open(options: Partial<Parameters<typeof createChatStore>[0]> = {}) {
  const { organizationId, deploymentId, queue } = server.seed;
  const chat = createChatStore({
    apiBase: server.origin,
    organizationId,
    deploymentId,
    queue,
    storage: 'none',
    ...options,
  });
  onTestFinished(() => chat.dispose());
  return chat;
}
