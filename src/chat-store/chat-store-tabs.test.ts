import { describe, expect, test } from 'vitest';
import { createFakeBrowser } from '../testing/fakes/tabs.ts';
import { openStore, type StoreSetting } from '../testing/harness/open-store.ts';

/** Two tabs of one browser with the same chat, and nothing kept in common. */
async function openTwoTabs(setting: StoreSetting = {}) {
  const browser = createFakeBrowser();
  const first = openStore({ browser, ...setting });
  first.store.start();
  await first.clock.elapse(200);
  const second = openStore({ stored: new Map(), ...setting, browser, clock: first.clock, service: first.service });
  await first.clock.elapse(1_000);
  return { browser, first, second, ...first };
}

const bodies = ({ store }: ReturnType<typeof openStore>) =>
  store.entries.value.map(({ body, delivery }) => `${body} ${delivery.state}`);

describe('a second tab', () => {
  test('is handed the chat by the first one, and shares its line', async () => {
    const { first, second, service } = await openTwoTabs();

    expect(second.store.conversationId.value).toBe(first.store.conversationId.value);
    expect(service.created).toHaveLength(1);
    expect(service.streams.size).toBe(1);
  });

  test('shows what comes, who types, and what one has read', async () => {
    const { first, second, service, clock } = await openTwoTabs();
    service.join('a', 'agent', 'Ada');
    await clock.elapse(0);

    service.say('a', 'Hello');
    service.emit({ type: 'typing', senderId: 'a', at: 2_000_000 });
    await clock.elapse(10);

    for (const { store } of [first, second]) {
      expect(store.status.value).toBe('connected');
      expect(store.entries.value.map(({ body }) => body)).toEqual(['Hello']);
      expect(store.typing.value?.displayName).toBe('Ada');
      expect(store.unread.value).toBe(1);
    }
    second.store.open();
    await clock.elapse(10);
    expect(first.store.unread.value).toBe(0);
    expect(first.store.isOpen.value).toBe(false);
  });

  test('sends once, and both show it once', async () => {
    const { first, second, service, clock } = await openTwoTabs();

    second.store.send('From the second');
    first.store.send('From the first');
    await clock.elapse(60_000);

    const sent = service.asked.filter((asked) => asked.startsWith('send'));
    expect(sent).toHaveLength(2);
    for (const message of await service.port.listMessages({ sortOrder: 'ascending', maxResults: 9 })) {
      service.emit({ type: 'message', message });
    }
    await clock.elapse(10);
    expect(new Set(bodies(first))).toEqual(new Set(['From the second sent', 'From the first sent']));
    expect(bodies(second)).toEqual(bodies(first));
  });

  test('ends with the first, at the word of the visitor', async () => {
    const { first, second, clock } = await openTwoTabs();

    await first.store.end();
    await clock.elapse(10);

    expect(second.store.session.value).toMatchObject({ phase: 'ended', reason: 'guest-left' });
  });

  test('row 53: forgets the visitor with the first', async () => {
    const { first, second, service, clock } = await openTwoTabs();
    second.store.identify({ email: 'gina@example.com' });

    await first.store.forget();
    await clock.elapse(60_000);

    expect(service.asked).toContain('leave');
    for (const { store, stored } of [first, second]) {
      expect(store.status.value).toBe('idle');
      expect(store.guest.value).toEqual({ displayName: 'Gina' });
      expect(stored.size).toBe(0);
    }
  });

  test('row 48: leaves sounds to the first, until that one goes', async () => {
    const { first, second, clock } = await openTwoTabs();
    expect([first.store.isSpeaker.value, second.store.isSpeaker.value]).toEqual([true, false]);

    first.store.dispose();
    await clock.elapse(10);

    expect(second.store.isSpeaker.value).toBe(true);
  });
});

test('row 49: two tabs that start at the same time make one chat', async () => {
  const browser = createFakeBrowser();
  const first = openStore({ browser });
  const second = openStore({ ...first, browser, stored: new Map() });
  first.store.send('One');
  second.store.send('Two');
  await first.clock.elapse(60_000);

  expect(first.service.created).toHaveLength(1);
  expect(await first.service.port.listMessages({ sortOrder: 'ascending', maxResults: 9 })).toHaveLength(2);
  expect(second.store.conversationId.value).toBe(first.store.conversationId.value);
});

describe('the tab with the line', () => {
  test('is followed within a second when it closes, and nothing said meanwhile is missed', async () => {
    const { first, second, service, clock } = await openTwoTabs();

    first.store.dispose();
    service.say('a', 'Between');
    await clock.elapse(900);

    expect(service.streams.size).toBe(1);
    expect(second.store.entries.value.map(({ body }) => body)).toEqual(['Between']);
    expect(second.store.status.value).toBe('waiting');
  });

  test('is followed within a second of being looked for when it is frozen', async () => {
    const { first, second, service, clock } = await openTwoTabs();
    first.tabs?.freeze();

    second.page.show();
    await clock.elapse(900);
    service.say('a', 'Hello');
    await clock.elapse(10);

    expect(second.store.isSpeaker.value).toBe(true);
    expect(second.store.entries.value.map(({ body }) => body)).toEqual(['Hello']);
  });

  test('lets go when its page is put away, and follows when it comes back', async () => {
    const { first, second, service, clock } = await openTwoTabs();

    first.page.hide();
    await clock.elapse(100);
    expect(second.store.isSpeaker.value).toBe(true);

    first.page.wake();
    await clock.elapse(1_000);

    expect(first.store.isSpeaker.value).toBe(false);
    expect(service.streams.size).toBe(1);
  });

  test('that dies while it sends leaves nothing lost and nothing twice', async () => {
    const { first, second, service, clock } = await openTwoTabs();
    service.failNext('send', 'offline');
    first.store.send('One');
    first.store.send('Two');
    await clock.elapse(50);

    first.store.dispose();
    await clock.elapse(60_000);

    const messages = await service.port.listMessages({ sortOrder: 'ascending', maxResults: 9 });
    expect(messages.map(({ body }) => body)).toEqual(['One', 'Two']);
    expect(second.store.status.value).toBe('waiting');
  });
});

describe('a browser without', () => {
  test.each([
    { what: 'locks', browser: { hasLocks: false } },
    { what: 'locks and channels', browser: { hasLocks: false, hasChannel: false } },
  ])('$what gives each tab a line of its own, and sends nothing twice', async ({ browser: parts }) => {
    const browser = createFakeBrowser(parts);
    const first = openStore({ browser });
    first.store.start();
    await first.clock.elapse(500);
    // The tab was duplicated, and its storage with it.
    const second = openStore({ ...first, browser, stored: new Map(first.stored) });
    await first.clock.elapse(500);

    first.store.send('One');
    second.store.send('Two');
    await first.clock.elapse(60_000);

    expect(first.service.streams.size).toBe(2);
    expect(first.store.isSpeaker.value && second.store.isSpeaker.value).toBe(true);
    expect(await first.service.port.listMessages({ sortOrder: 'ascending', maxResults: 9 })).toHaveLength(2);
  });
});

test('a storage that tabs share keeps what each of them has still to send', async () => {
  const stored = new Map<string, string>();
  const { first, second, service, clock } = await openTwoTabs({ stored, isStorageShared: true });
  service.failNext('send', 'offline');
  first.store.send('One');
  await clock.elapse(10);
  service.failNext('send', 'offline');
  second.store.send('Two');
  await clock.elapse(10);

  expect([...stored].flatMap(([key, text]) => (key.startsWith('chat:outbox:') ? JSON.parse(text) : []))).toMatchObject([
    { body: 'One', conversation: 'c' },
    { body: 'Two', conversation: 'c' },
  ]);
});
