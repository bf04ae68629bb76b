import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type InProcessServer, startInProcessServer } from '../testing/harness/in-process-server.ts';
import { until } from '../testing/harness/until.ts';
import { type NetworkConditions, openVisitor } from '../testing/harness/visitor.ts';

let server: InProcessServer;

beforeAll(async () => {
  server = await startInProcessServer();
});

afterEach(() => vi.restoreAllMocks());
afterAll(() => server.stop());

const isSend = ({ method, url }: Request) => method === 'POST' && url.endsWith('/messages');
const portal = () =>
  new Response('<!doctype html><title>Sign in to this network</title>', { headers: { 'content-type': 'text/html' } });

describe('what stands between a visitor and the service', () => {
  test('and hides each answer from the page gets no chat, says so, and rings no agent', async () => {
    const guest = openVisitor(server, undefined, undefined, undefined, {
      interceptAnswer: () => Promise.reject(new TypeError('Failed to fetch')),
    });

    guest.store.send('Hello?');
    await guest.sees('failed');

    expect(guest.store.session.value).toMatchObject({ error: { kind: 'offline' } });
    expect(guest.reads()).toEqual(['Hello?']);
    expect(await server.agent.chats()).toEqual([]);
  });

  test('and hides them for a while loses nothing: Try again sends what waited, once', async () => {
    const guest = openVisitor(server, undefined, undefined, undefined, {
      interceptAnswer: () => Promise.reject(new TypeError('Failed to fetch')),
    });
    guest.store.send('Hello?');
    await guest.sees('failed');

    guest.network.interceptAnswer = undefined;
    await guest.store.start();
    await until(() => guest.deliveries().includes('sent'));

    expect(await readBodies(guest.conversationId())).toEqual(['Hello?']);
  });

  test('and answers with a page of its own, as a hotel does, is waited out', async () => {
    const { guest, id } = await openTalk({});

    guest.network.interceptAnswer = portal;
    guest.network.refusesSockets = true;
    server.cutStreams();
    guest.store.send('One');
    guest.store.send('Two');
    await guest.sees('offline');
    expect(guest.deliveries().slice(-2)).not.toContain('sent');
    Object.assign(guest.network, { interceptAnswer: undefined, refusesSockets: false });
    guest.page.wake();
    await until(() => guest.deliveries().every((state) => state === 'sent'));

    expect(await readBodies(id)).toEqual(['One', 'Two']);
    expect(guest.reads()).toEqual(['One', 'Two']);
  });

  test.each([500, 502, 504])('and makes a %i of what was committed doubles nothing', async (status) => {
    let spoilt = 2;
    const { guest, id } = await openTalk({});

    guest.network.interceptAnswer = (answer, request) =>
      isSend(request) && spoilt-- > 0 ? new Response('Bad gateway', { status }) : answer;
    guest.store.send('One');
    guest.store.send('Two');
    await until(() => guest.deliveries().every((state) => state === 'sent'));

    expect(await readBodies(id)).toEqual(['One', 'Two']);
    expect(guest.reads()).toEqual(['One', 'Two']);
  });

  test('and takes twenty seconds for each answer lets nothing be sent twice', async () => {
    // All of a request's time a hundred times faster.
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms / 100));
    const { guest, id } = await openTalk({});

    guest.network.interceptAnswer = async (answer, request) => {
      if (isSend(request)) await new Promise((resolve) => setTimeout(resolve, 200));
      return answer;
    };
    guest.store.send('One');
    guest.store.send('Two');
    await until(() => guest.deliveries().every((state) => state === 'sent'));

    expect(await readBodies(id)).toEqual(['One', 'Two']);
    expect(guest.reads()).toEqual(['One', 'Two']);
  });
});

test.each([-30, -6, 6, 30])('row 39: a clock that is %i hours off changes no order and ends no chat', async (hours) => {
  const off = { clockIsOffMs: hours * 3_600_000 };
  const { guest, id } = await openTalk(off);
  guest.store.send('One');
  await until(() => guest.deliveries().includes('sent'));
  await server.agent.say(id, 'Two');
  await until(() => guest.reads().length === 2);
  guest.store.send('Three');
  expect(guest.reads()).toEqual(['One', 'Two', 'Three']);
  await until(() => guest.deliveries().every((state) => state === 'sent'));
  guest.store.dispose();

  const again = openVisitor(server, guest.stored, undefined, undefined, off);
  await again.sees('connected');
  await until(() => again.reads().length === 3);

  expect(again.reads()).toEqual(['One', 'Two', 'Three']);
});

async function readBodies(id: string): Promise<string[]> {
  const messages = await server.agent.messages(id);
  return messages.flatMap(({ bodyType, body }) => (bodyType === 'standard' ? [body] : []));
}

/** A chat in which the agent has answered, and nothing was said yet. */
async function openTalk(forecast: Partial<NetworkConditions>) {
  const guest = openVisitor(server, undefined, undefined, undefined, forecast);
  await guest.store.start();
  const id = guest.conversationId();
  await until(async () => (await server.agent.chats()).some((chat) => chat.id === id));
  await server.agent.accept(id);
  await guest.sees('connected');
  return { guest, id };
}
