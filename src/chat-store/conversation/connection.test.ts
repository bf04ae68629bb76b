import { describe, expect, test } from 'vitest';
import { createMemoryChat } from '../../testing/fakes/memory-chat.ts';
import { openLiveStore } from '../../testing/harness/open-store.ts';

describe('the line', () => {
  test('that tells of a member may have lost a message before, so it is looked for', async () => {
    const service = createMemoryChat({ hasKeys: false });
    const { store, clock } = await openLiveStore({ service });
    service.commit('a', 'Lost on the way');

    service.join('a', 'agent', 'Ada');
    await clock.elapse(0);

    expect(store.entries.value).toMatchObject([{ body: 'Lost on the way' }]);
  });

  test('may be lost for two seconds without a word, then the chat is offline, then it catches up', async () => {
    const { store, clock, service } = await openLiveStore();
    const seen: string[] = [];
    store.status.subscribe((status) => seen.push(status));

    service.disconnect();
    await clock.elapse(1_900);
    expect(store.status.value).toBe('waiting');
    await clock.elapse(200);
    expect(store.status.value).toBe('offline');
    service.reconnect();
    await clock.elapse(0);

    expect(seen).toEqual(['waiting', 'offline', 'catching-up', 'waiting']);
  });

  test('is let go when the page is put away and taken again when it comes back', async () => {
    const { store, clock, service, page } = await openLiveStore();

    page.hide();
    expect(service.streams.size).toBe(0);
    service.commit('a', 'Meanwhile');
    page.wake();
    await clock.elapse(0);

    expect(service.streams.size).toBe(1);
    expect(store.entries.value).toMatchObject([{ body: 'Meanwhile' }]);
  });

  test('is said to be lost two seconds after the browser says so, where nothing comes any more', async () => {
    const { store, clock, page } = await openLiveStore();

    page.goOffline();
    expect(store.status.value).toBe('waiting');
    await clock.elapse(2_000);
    expect(store.status.value).toBe('offline');
    page.wake();

    expect(store.status.value).toBe('waiting');
  });

  test('stays what it is when the browser errs: frames and answers count more than its word [L4]', async () => {
    const { store, clock, service, page } = await openLiveStore();

    page.goOffline();
    await clock.elapse(1_000);
    service.say('a', 'Hello');
    await clock.elapse(60_000);
    expect(store.status.value).not.toBe('offline');

    page.goOffline();
    await clock.elapse(2_000);
    expect(store.status.value).toBe('offline');
    service.emit({ type: 'heartbeat', seq: undefined });
    expect(store.status.value).not.toBe('offline');

    page.goOffline();
    await clock.elapse(2_000);
    store.send('Can you hear me?');
    await clock.elapse(0);
    expect(store.entries.value.at(-1)).toMatchObject({ delivery: { state: 'sent' } });
    expect(store.status.value).not.toBe('offline');
  });

  test('is lost again where answers were heard but the stream stays away', async () => {
    const { store, clock, service } = await openLiveStore();

    service.disconnect();
    await clock.elapse(2_000);
    expect(store.status.value).toBe('offline');
    store.send('Hello');
    await clock.elapse(0);
    expect(store.status.value).not.toBe('offline');
    await clock.elapse(10_000);

    expect(store.status.value).toBe('offline');
  });
});
