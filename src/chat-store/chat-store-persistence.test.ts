import { describe, expect, test } from 'vitest';
import { openLiveStore, openStore } from '../testing/harness/open-store.ts';

describe('a reload', () => {
  test('goes on with the same conversation, the panel as it was', async () => {
    const before = await openLiveStore();
    before.store.open();
    before.store.send('Hello');
    await before.clock.elapse(0);
    before.store.dispose();

    const { store, clock, service } = openStore(before);
    await clock.elapse(0);

    expect(store.status.value).toBe('waiting');
    expect(store.isOpen.value).toBe(true);
    expect(store.entries.value).toMatchObject([{ body: 'Hello', delivery: { state: 'sent' } }]);
    expect(service.created).toHaveLength(1);
  });

  test('never looks as if the agent had gone', async () => {
    const before = await openLiveStore();
    before.service.join('a', 'agent', 'Ada');
    await before.clock.elapse(0);
    before.store.dispose();

    const { store, clock } = openStore(before);
    const seen: string[] = [];
    store.status.subscribe((status) => seen.push(status));
    await clock.elapse(0);

    expect(seen.at(-1)).toBe('connected');
    expect(seen).not.toContain('waiting');
  });

  test('in the middle of a send sends nothing twice', async () => {
    const before = await openLiveStore();
    before.store.send('Hello');
    before.store.dispose();

    const { store, clock, service } = openStore(before);
    await clock.elapse(60_000);

    expect(store.entries.value).toMatchObject([{ body: 'Hello', delivery: { state: 'sent' } }]);
    expect(await service.port.listMessages({ sortOrder: 'ascending', maxResults: 100 })).toHaveLength(1);
  });

  test('after the storage was full goes on with what was kept, and sends nothing twice', async () => {
    const stored = new Map<string, string>();
    const before = await openLiveStore({ stored });
    before.store.send('Kept');
    stored.set = () => stored;
    before.store.send('Not kept');
    await before.clock.elapse(0);
    before.store.dispose();

    const { store, clock, service } = openStore(before);
    await clock.elapse(60_000);

    expect(store.entries.value.map(({ body }) => body)).toEqual(['Kept', 'Not kept']);
    expect(await service.port.listMessages({ sortOrder: 'ascending', maxResults: 100 })).toHaveLength(2);
  });

  test('in a tab that was duplicated sends nothing twice, and both show the same', async () => {
    const first = await openLiveStore();
    first.service.failNext('send', 'offline');
    first.store.send('One');
    first.store.send('Two');

    const second = openStore({ ...first, stored: new Map(first.stored) });
    await first.clock.elapse(60_000);

    for (const { store } of [first, second]) {
      expect(store.entries.value).toMatchObject([
        { body: 'One', delivery: { state: 'sent' } },
        { body: 'Two', delivery: { state: 'sent' } },
      ]);
    }
    expect(await first.service.port.listMessages({ sortOrder: 'ascending', maxResults: 100 })).toHaveLength(2);
  });

  test('before the chat was created creates it for what was written', async () => {
    const before = openStore();
    before.service.failNext('create', 'offline');
    before.store.send('Hello');
    before.store.dispose();

    const { store, clock } = openStore(before);
    await clock.elapse(0);

    expect(store.entries.value).toMatchObject([{ body: 'Hello', delivery: { state: 'sent' } }]);
  });

  test('forgets nothing of what the visitor has seen', async () => {
    const before = await openLiveStore();
    before.store.open();
    before.service.say('a', 'Seen');
    before.page.hide();
    before.store.dispose();

    const { store, clock, service } = openStore(before);
    store.close();
    await clock.elapse(0);
    service.say('a', 'Not seen');

    expect(store.unread.value).toBe(1);
  });

  test.each([
    ['nothing', undefined],
    ['garbage', '{"version":1,"outbox":[{"key":5}]'],
    ['an old version', '{"version":0,"conversation":{"id":"c"},"outbox":[]}'],
    ['half a conversation', '{"version":1,"conversation":{"id":"c"},"outbox":[],"guest":{},"seenAt":0,"isOpen":true}'],
    ['a null', 'null'],
    ['strange texts', '{"version":1,"outbox":[null],"guest":{},"seenAt":0,"isOpen":true}'],
  ])('with %s kept starts clean', async (_, text) => {
    const { store, clock, service } = openStore({ stored: new Map(text ? [['chat', text]] : []) });
    await clock.elapse(1_000);

    expect(store.status.value).toBe('idle');
    expect(store.isOpen.value).toBe(false);
    expect(service.asked).toEqual([]);
  });
});

describe('the end', () => {
  test.each([
    [
      'the service closes the stream for good',
      ({ service }: Live) => {
        for (const listeners of service.streams) listeners.onOver();
      },
    ],
    ['the own member has left', ({ service }: Live) => service.join('me1', 'customer', 'Gina', 'left')],
    [
      'a text meets an ended conversation',
      ({ service, store }: Live) => {
        service.failNext('send', 'rejected', { code: 'chat.error.conversation.state' });
        store.send('Hello');
      },
    ],
    [
      'a text meets no conversation at all',
      ({ service, store }: Live) => {
        service.failNext('send', 'gone');
        store.send('Hello');
      },
    ],
    [
      'the credentials are over',
      ({ service, store }: Live) => {
        service.failNext('send', 'unauthorized');
        store.send('Hello');
      },
    ],
    [
      'a list finds nothing any more',
      async ({ service, clock }: Live) => {
        service.say('a', 'Hello');
        await clock.elapse(300_000);
        service.failNext('list', 'gone', { status: 410 });
        service.disconnect();
      },
    ],
    [
      'the own member is unknown after a loss',
      ({ service }: Live) => {
        service.failNext('member me1', 'gone');
        service.disconnect();
      },
    ],
  ])('has come when %s', async (_, happen) => {
    const live = await openLiveStore();

    await happen(live);
    await live.clock.elapse(0);

    expect(live.store.status.value).toBe('ended');
    expect(live.service.streams.size).toBe(0);
    expect(live.page.listeners).toBe(5);
  });

  test('has not come when the own line was away for a while', async () => {
    const { store, clock, service } = await openLiveStore();

    service.join('me1', 'customer', 'Gina', 'away');
    await clock.elapse(120_000);

    expect(store.status.value).toBe('waiting');
  });

  test('is preceded by one last look, and followed by nothing', async () => {
    const { store, clock, service } = await openLiveStore();
    service.commit('a', 'Goodbye');

    for (const listeners of service.streams) listeners.onOver();
    await clock.elapse(0);
    expect(store.entries.value).toMatchObject([{ body: 'Goodbye' }]);

    const asked = service.asked.length;
    store.send('Too late');
    store.typed();
    await clock.elapse(600_000);
    expect(service.asked).toHaveLength(asked);
    expect(store.entries.value.at(-1)).toMatchObject({
      body: 'Too late',
      delivery: { state: 'failed', reason: 'over' },
    });
    expect(clock.pending).toBe(0);
  });

  test('keeps texts that never went out to be seen, until the next start', async () => {
    const { store, clock, service } = await openLiveStore();
    service.failNext('send', 'unauthorized');

    store.send('Hello');
    await clock.elapse(0);
    expect(store.entries.value).toMatchObject([{ body: 'Hello', delivery: { state: 'failed', reason: 'over' } }]);

    store.reset();
    expect(store.status.value).toBe('idle');
    expect(store.entries.value).toEqual([]);
    store.start();
    await clock.elapse(0);
    expect(service.created).toHaveLength(2);
  });

  test('row 43: leaves nothing to be sent to the next chat', async () => {
    const before = await openLiveStore();
    before.service.failNext('send', 'unauthorized');
    before.store.send('Hello');
    await before.clock.elapse(0);
    before.store.dispose();

    const { store } = openStore(before);

    expect(store.status.value).toBe('idle');
    expect(store.entries.value).toEqual([]);
  });

  test('row 43: leaves nobody typing, nothing unread and nothing to be said in the next chat', async () => {
    const { store, service, clock } = await openLiveStore();
    service.join('a1', 'agent', 'Ada');
    await clock.elapse(0);
    service.say('a1', 'Hello');
    await clock.elapse(0);
    service.emit({ type: 'typing', senderId: 'a1', at: 9e15 });
    await clock.elapse(0);
    expect([store.typing.value?.displayName, store.unread.value]).toEqual(['Ada', 1]);

    store.end();
    store.reset();

    expect([store.typing.value, store.unread.value, store.unreadFrom.value, store.agent.value]).toEqual([
      undefined,
      0,
      undefined,
      undefined,
    ]);
    expect([store.announcement.value, store.mediaRequests.value, store.draft.value]).toEqual([undefined, [], '']);
  });

  test('holds though it came before anything could be reached', async () => {
    const before = await openLiveStore();
    before.store.dispose();

    const { store, clock, service, page } = openStore(before);
    store.end();
    store.reset();
    store.start();
    await clock.elapse(0);

    expect(store.status.value).toBe('waiting');
    expect(service.streams.size).toBe(1);
    expect(page.listeners).toBe((await openLiveStore()).page.listeners);
  });

  test('is found by a reload too, and the next page starts clean', async () => {
    const before = await openLiveStore();
    before.store.dispose();
    before.service.join('me1', 'customer', 'Gina', 'left');

    const second = openStore(before);
    await second.clock.elapse(0);
    expect(second.store.status.value).toBe('ended');
    second.store.dispose();

    expect(openStore(before).store.status.value).toBe('idle');
  });
});

describe('leaving', () => {
  test('holds also for a chat that is only being created', async () => {
    const { store, clock, service } = openStore();
    store.start();

    const ended = store.end();
    await clock.elapse(0);
    await ended;

    expect(store.status.value).toBe('ended');
    expect(service.asked).toContain('leave');
    expect(service.streams.size).toBe(0);
  });

  test('that the page cuts short is made up for by the next page, once', async () => {
    const before = await openLiveStore();
    before.service.failNext('leave', 'offline');
    before.store.end();
    await before.clock.elapse(0);
    before.store.dispose();

    const next = openStore(before);
    expect(next.store.status.value).toBe('idle');
    await next.clock.elapse(0);
    expect(next.service.asked.filter((operation) => operation === 'leave')).toHaveLength(2);
    next.store.dispose();

    openStore(before);
    await next.clock.elapse(60_000);
    expect(next.service.asked.filter((operation) => operation === 'leave')).toHaveLength(2);
  });

  test('is final at once, and told to the service as soon as it can be reached', async () => {
    const { store, clock, service } = await openLiveStore();
    service.failNext('leave', 'offline');
    service.failNext('leave', 'timeout');

    const ended = store.end();
    expect(store.session.value).toMatchObject({ phase: 'ended', reason: 'guest-left' });
    await clock.elapse(10_000);
    await ended;

    expect(service.asked.filter((operation) => operation === 'leave')).toHaveLength(3);
    expect(clock.pending).toBe(0);
  });

  test('with the page gives the browser one request to outlive it', async () => {
    const { store, clock, service } = await openLiveStore();
    service.failNext('leave', 'offline');

    store.end({ keepalive: true });
    await clock.elapse(60_000);

    expect(service.asked.filter((operation) => operation === 'leave')).toHaveLength(1);
  });
});

describe('a media request', () => {
  test('is listed after its message, answered once, and its answer shown', async () => {
    const { store, clock, service } = await openLiveStore();
    service.media.push({ id: 'r', types: ['COBROWSE'], state: 'PENDING' });

    service.say('a', 'May I see your page?', 'media-request');
    await clock.elapse(0);
    expect(store.mediaRequests.value).toMatchObject([{ id: 'r', state: 'PENDING' }]);
    store.answerMediaRequest('r', 'ACCEPTED');
    store.answerMediaRequest('r', 'DECLINED');
    await clock.elapse(0);

    expect(store.mediaRequests.value).toMatchObject([{ id: 'r', state: 'ACCEPTED' }]);
    expect(service.asked.filter((operation) => operation.startsWith('answer'))).toEqual(['answer r ACCEPTED']);
  });

  test('that was answered elsewhere is read again', async () => {
    const { store, clock, service } = await openLiveStore();
    service.media.push({ id: 'r', types: ['COBROWSE'], state: 'PENDING' });
    service.say('a', '', 'media-request');
    await clock.elapse(0);

    service.media[0] = { id: 'r', types: ['COBROWSE'], state: 'TIMEDOUT' };
    service.failNext('answer', 'rejected', { status: 409 });
    await store.answerMediaRequest('r', 'ACCEPTED');

    expect(store.mediaRequests.value).toMatchObject([{ id: 'r', state: 'TIMEDOUT' }]);
  });

  test('is read again when a frame says that it changed', async () => {
    const { store, clock, service } = await openLiveStore();
    const mediaRequest = { id: 'r', types: ['COBROWSE' as const], state: 'CANCELLED' as const };
    service.media.push(mediaRequest);

    service.emit({ type: 'media-request-change', mediaRequest });
    await clock.elapse(0);

    expect(store.mediaRequests.value).toEqual([mediaRequest]);
  });
});

type Live = Awaited<ReturnType<typeof openLiveStore>>;
