import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFakeBrowser } from '../testing/fakes/tabs.ts';
import { type InProcessServer, startInProcessServer } from '../testing/harness/in-process-server.ts';
import { until } from '../testing/harness/until.ts';
import { openVisitor } from '../testing/harness/visitor.ts';

let server: InProcessServer;

beforeAll(async () => {
  server = await startInProcessServer();
});

afterAll(() => server.stop());

test('two tabs talk to an agent over the real service, and go on when the one with the socket closes', async () => {
  const browser = createFakeBrowser();
  const first = openVisitor(server, new Map(), 'Gina', browser);
  first.store.send('From the first');
  await first.sees('waiting');
  const id = first.conversationId();
  const second = openVisitor(server, new Map(), 'Gina', browser);
  await second.sees('waiting');
  expect(second.conversationId()).toBe(id);
  await until(async () => (await server.agent.chats()).some((chat) => chat.id === id));
  await server.agent.accept(id);
  await second.sees('connected');

  second.network.lostAnswers = 1;
  second.store.send('From the second');
  await until(() => first.reads().includes('From the second'));
  await until(() => !second.deliveries().includes('sending'));
  first.store.dispose();
  await server.agent.say(id, 'Good day');
  await until(() => second.reads().includes('Good day'));

  expect(second.reads()).toEqual(['From the first', 'From the second', 'Good day']);
  const texts = (await server.agent.messages(id)).filter(({ bodyType }) => bodyType === 'standard');
  expect(texts).toHaveLength(3);
  expect(second.store.isSpeaker.value).toBe(true);
});

test('where sockets are refused a chat reaches the agent by polling, and takes a socket when there is one', async () => {
  const guest = openVisitor(server);
  guest.network.refusesSockets = true;
  guest.store.send('Hello?');
  await until(() => guest.store.session.value.phase === 'live');
  const id = guest.conversationId();

  await until(async () => (await server.agent.chats()).some((chat) => chat.id === id));
  await server.agent.accept(id);
  await guest.sees('connected');
  await server.agent.say(id, 'By request');
  await until(() => guest.reads().includes('By request'));
  guest.network.refusesSockets = false;
  await server.agent.say(id, 'By whatever there is');
  await until(() => guest.reads().includes('By whatever there is'));

  expect(guest.reads()).toEqual(['Hello?', 'By request', 'By whatever there is']);
});
