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

test('keeps a text that a second tab queued while the service was unreachable [L1]', async () => {
  const browser = openLocalBrowser();
  browser.weather.isOffline = true;
  const idle = browser.open();
  const writer = browser.open();
  await pause();

  writer.store.send('Hello');
  await pause();
  idle.store.setDraft('half a sen');
  await until(() => [...browser.stored.values()].some((text) => text.includes('half a sen')));
  writer.close();
  idle.close();
  browser.weather.isOffline = false;
  const reloaded = browser.open();

  await until(() => reloaded.store.session.value.phase === 'live');
  expect(await waitForBodies(reloaded.conversationId(), 1)).toEqual(['Hello']);
  expect(reloaded.reads()).toEqual(['Hello']);
});

test('starts a chat under the name it was written under, which another tab knew nothing of', async () => {
  const browser = openLocalBrowser();
  browser.weather.isOffline = true;
  const idle = browser.open('');
  const writer = browser.open('');
  await pause();

  writer.store.identify({ displayName: 'Gina' });
  writer.store.send('Hello');
  await pause();
  idle.store.setDraft('half a sen');
  await until(() => [...browser.stored.values()].some((text) => text.includes('half a sen')));
  writer.close();
  browser.weather.isOffline = false;

  // The tab that lives and one that is opened now both know it.
  await until(() => idle.store.session.value.phase === 'live');
  expect(await waitForBodies(idle.conversationId(), 1)).toEqual(['Hello']);
  expect(idle.store.guest.value.displayName).toBe('Gina');
  expect(browser.open('').store.guest.value.displayName).toBe('Gina');
});

test('never sends what was written in an earlier chat into the next one [L8]', async () => {
  const browser = openLocalBrowser();
  const first = browser.open();
  await first.store.start();
  const earlier = first.conversationId();
  await first.sees('waiting');
  browser.weather.isOffline = true;
  first.store.send('Only for the first chat');
  const passing = browser.open();
  await pause();
  passing.store.setDraft('x');
  await pause();
  passing.close();
  browser.weather.isOffline = false;
  expect(await waitForBodies(earlier, 1)).toEqual(['Only for the first chat']);
  await first.store.end();
  first.store.reset();
  await first.store.start();
  const next = first.conversationId();
  await first.sees('waiting');

  const another = browser.open();
  await another.sees('waiting');
  await pause();

  expect(next).not.toBe(earlier);
  expect(another.reads()).toEqual([]);
  expect(await readBodies(next)).toEqual([]);
});

test('shows each text once and goes on sending after two outages and three tabs [L9]', async () => {
  const browser = openLocalBrowser();
  const first = browser.open();
  await first.store.start();
  const id = first.conversationId();
  await first.sees('waiting');
  browser.weather.isOffline = true;
  first.store.send('A');
  const second = browser.open();
  await pause();
  second.store.setDraft('x');
  await pause();
  second.close();
  browser.weather.isOffline = false;
  await until(() => first.deliveries().every((state) => state === 'sent'));
  browser.weather.isOffline = true;
  first.store.send('B');
  const third = browser.open();
  await pause();
  browser.weather.isOffline = false;
  await third.sees('waiting');
  third.store.send('C');

  expect(await waitForBodies(id, 3)).toEqual(['A', 'B', 'C']);
  for (const { reads, deliveries } of [first, third]) {
    await until(() => reads().length === 3 && deliveries().every((state) => state === 'sent'));
    expect(reads()).toEqual(['A', 'B', 'C']);
  }
});

/** Tabs of one browser that keep their chat in the storage they share, and reach the service or do not together. */
function openLocalBrowser() {
  const stored = new Map<string, string>();
  const weather = { isOffline: false };
  const browser = createFakeBrowser();
  const tabs: ReturnType<typeof openVisitor>[] = [];
  return {
    stored,
    weather: {
      get isOffline() {
        return weather.isOffline;
      },
      set isOffline(isOffline: boolean) {
        weather.isOffline = isOffline;
        for (const tab of tabs) {
          tab.network.isOffline = isOffline;
          if (!isOffline) tab.page.wake();
        }
        if (isOffline) server.cutStreams();
      },
    },
    open(name = 'Gina') {
      const tab = openVisitor(server, stored, name, browser, weather, true);
      tabs.push(tab);
      return tab;
    },
  };
}

/** The agent reads a chat from the moment it rings. */
async function readBodies(id: string): Promise<string[]> {
  await until(async () => (await server.agent.chats()).some((chat) => chat.id === id));
  const messages = await server.agent.messages(id);
  return messages.flatMap(({ bodyType, body }) => (bodyType === 'standard' ? [body] : []));
}

/** Waits for so many texts and a moment more, in which no further one may come. */
async function waitForBodies(id: string, count: number): Promise<string[]> {
  await until(async () => (await readBodies(id)).length >= count);
  await pause();
  return readBodies(id);
}

/** Two seconds of a visitor's time, which passes quickly. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100));
}
