import { signal } from '@preact/signals';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { createHistoryClient } from '../../client/agent/history-client.ts';
import { createHttpClient } from '../../client/http-client.ts';
import { browserClock } from '../../environment/browser/clock.ts';
import { createFakeAddress } from '../../testing/fakes/address.ts';
import { createFakeClock } from '../../testing/fakes/clock.ts';
import { openQueue } from '../../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { createConnectedChat } from '../../testing/harness/test-guest.ts';
import { until } from '../../testing/harness/until.ts';
import { createRouter } from '../core/router.ts';
import { createHistory, queryOf } from './history-model.ts';

let server: InProcessServer;
let night: InProcessServer;
beforeAll(async () => {
  server = await startInProcessServer();
  night = await openQueue(server);
  await past(server, 'Ada', 'a lamp');
  await past(server, 'Ben', 'a lamp');
  await past(night, 'Cleo', 'a wick');
  for (let count = 0; count < 30; count++) await past(server, `Paged ${count}`, 'more');
});
afterAll(() => server.stop());

/** Takes a request before the service does, or lets it pass. */
let meddle: ((request: Request) => Promise<Response> | undefined) | undefined;
beforeEach(() => {
  meddle = undefined;
});

async function past(place: InProcessServer, displayName: string, text: string): Promise<void> {
  const { guest } = await createConnectedChat(place, { memberInfo: { displayName } });
  await guest.say(text);
  await guest.leave();
  await server.elapse(1000);
}

/** The model as the console has it, over the real service, with its pauses in fake time. */
function open(hash: string) {
  const asked: string[] = [];
  const { call } = createHttpClient({
    base: server.origin,
    clock: browserClock,
    async fetch(request) {
      asked.push(request.url.replace(server.origin, ''));
      const headers = new Headers(request.headers);
      headers.set('Authorization', `Bearer ${server.agent.token}`);
      return (await meddle?.(request)) ?? server.fetch(new Request(request, { headers }));
    },
  });
  const clock = createFakeClock();
  const place = createRouter(createFakeAddress({ hash }));
  const userId = signal<string | undefined>(server.agent.userId);
  const history = createHistory({ port: createHistoryClient(call), clock, ...place, userId });
  onTestFinished(() => {
    history.stop();
    place.stop();
  });
  const settled = () => until(() => history.state.value !== 'searching');
  return {
    history,
    clock,
    userId,
    settled,
    names: () => history.chats.value.map(({ visitor }) => visitor.name),
    searches: () => asked.filter((address) => /\/history(\?|$)/.test(address)),
    reads: () => asked.filter((address) => /\/history\/[^/?]+$/.test(address)),
    async enter() {
      await clock.elapse(0);
      await settled();
    },
  };
}

test('typing starts one search, after a pause, and only the latest response counts', async () => {
  const { history, clock, enter, settled, names, searches } = open('#/history');
  await enter();
  expect(searches()).toHaveLength(1);

  for (const text of ['l', 'la', 'lam', 'lamp']) {
    history.applyFilter({ text });
    await clock.elapse(100);
  }
  expect(searches()).toHaveLength(1);
  const late = Promise.withResolvers<void>();
  meddle = (request) => (request.url.includes('lamp') ? late.promise.then(() => server.fetch('/nowhere')) : undefined);
  await clock.elapse(300);
  expect(searches()).toHaveLength(2);
  history.applyFilter({ text: 'wick' });
  await clock.elapse(300);
  await settled();
  late.resolve();
  await clock.elapse(0);

  await until(() => names().join() === 'Cleo');
  expect(history.state.value).toBe('found');
});

test('an early answer that comes late does not take the place of a later one', async () => {
  const { history, clock, enter, settled, names } = open('#/history');
  await enter();

  const late = Promise.withResolvers<void>();
  let wasLate = false;
  meddle = (request) => {
    if (!request.url.includes('lamp')) return undefined;
    return late.promise.then(async () => {
      const headers = { Authorization: `Bearer ${server.agent.token}` };
      const answer = await server.fetch(request.url, { headers });
      wasLate = true;
      return answer;
    });
  };
  history.applyFilter({ text: 'lamp' });
  await clock.elapse(300);
  history.applyFilter({ text: 'wick' });
  await clock.elapse(300);
  await settled();
  late.resolve();
  await until(() => wasLate);
  await clock.elapse(0);

  expect(names()).toEqual(['Cleo']);
});

test('queue, agent and deployment each narrow, and nothing else does', async () => {
  const { history, enter, names, clock, settled } = open('#/history?text=a');
  await enter();
  expect(names()).toEqual(['Cleo', 'Ben', 'Ada']);
  const { queues, deployments } = history.choices.value;
  const idOf = (name: string) => queues.find((queue) => queue.name === name)?.id ?? '';
  const found = async (filter: object) => {
    history.applyFilter({ queueId: '', userId: '', deploymentId: '', ...filter });
    await clock.elapse(300);
    await settled();
    return names();
  };

  expect(await found({ queueId: idOf(night.seed.queue) })).toEqual(['Cleo']);
  expect(await found({ queueId: idOf(server.seed.queue) })).toEqual(['Ben', 'Ada']);
  expect(await found({ userId: server.agent.userId })).toEqual(['Ben', 'Ada']);
  expect(await found({ deploymentId: deployments[0]?.id })).toEqual(['Cleo', 'Ben', 'Ada']);
  expect(await found({ deploymentId: 'another' })).toEqual([]);
});

test('days are the reader’s own, from the first one’s beginning to the last one’s end', () => {
  const { from, to } = queryOf({ from: '2026-11-22', to: '2026-11-23', text: 'lamp' });

  expect(new Date(from ?? 0)).toEqual(new Date(2026, 10, 22));
  expect(new Date(to ?? 0)).toEqual(new Date(2026, 10, 24));
  expect(queryOf({ from: 'soon', to: '' })).toEqual({ from: undefined, to: undefined });
});

test('more is asked for once at a time, and not where there is none', async () => {
  const { history, enter, searches } = open('#/history?name=paged');
  await enter();

  await Promise.all([history.loadMore(), history.loadMore()]);
  expect(history.chats.value).toHaveLength(30);
  await history.loadMore();

  expect(searches()).toHaveLength(2);
});

test('opening another chat loads no list, and changing a filter loads no chat again', async () => {
  const { history, clock, enter, settled, searches, reads } = open('#/history');
  await enter();
  const [first, second] = history.chats.value;

  for (const chat of [first, second]) {
    history.choose(chat?.id);
    await until(() => history.chosen.value?.state.value === 'read');
    await clock.elapse(1000);
  }
  expect([searches().length, reads().length]).toEqual([1, 2]);
  history.applyFilter({ text: 'lamp' });
  await clock.elapse(300);
  await settled();

  expect([searches().length, reads().length]).toEqual([2, 2]);
  expect(history.chosen.value?.id).toBe(second?.id);
});

test('a search that fails says so, keeps what was found, and works again', async () => {
  const { history, enter, names } = open('#/history?text=wick');
  await enter();

  meddle = () => Promise.resolve(new Response('Bad gateway', { status: 502 }));
  await history.search();
  expect([history.state.value, names()]).toEqual(['failed', ['Cleo']]);

  meddle = undefined;
  await history.search();
  expect([history.state.value, names()]).toEqual(['found', ['Cleo']]);
});

test('another person sees nothing of what this one found', async () => {
  const { history, enter, userId } = open('#/history?name=paged');
  await enter();

  userId.value = undefined;

  expect([history.chats.value, history.hasMore.value]).toEqual([[], false]);
  expect(history.choices.value).toEqual({ queues: [], people: [], deployments: [] });
  expect(history.chosen.value).toBeUndefined();
});

test('says how many chats are still being indexed, until all of them are', async () => {
  const { history, enter } = open('#/history?text=wax');
  const { guest } = await createConnectedChat(server, { memberInfo: { displayName: 'Dora' } });
  await guest.say('wax');
  await guest.leave();
  await enter();
  expect([history.chats.value, history.unindexedChats.value]).toEqual([[], 1]);

  await server.elapse(1000);
  await history.search();

  expect([history.chats.value.length, history.unindexedChats.value]).toEqual([1, 0]);
});
