import { describe, expect, test } from 'vitest';
import { openLiveStore, openStore } from '../testing/harness/open-store.ts';

describe('starting', () => {
  test('is not done by opening', async () => {
    const { store, clock, service } = openStore();

    store.open();
    await clock.elapse(60_000);

    expect(store.status.value).toBe('idle');
    expect(service.asked).toEqual([]);
  });

  test('creates, looks at itself and attaches, and then waits for an agent', async () => {
    const { store, clock, service } = openStore();

    const started = store.start();
    expect(store.status.value).toBe('starting');
    await clock.elapse(0);
    await started;

    expect(store.status.value).toBe('waiting');
    // Attached first, listed then: whatever is said in between comes by frame.
    expect(service.asked.slice(0, 4)).toEqual(['create', 'member me1', 'open', 'list']);
    expect(service.created).toEqual([{ displayName: 'Gina' }]);
  });

  test('happens once, however often it is asked for', async () => {
    const { store, clock, service } = openStore();

    store.start();
    store.start();
    store.send('Hello');
    await clock.elapse(0);
    store.start();
    await clock.elapse(0);

    expect(service.created).toHaveLength(1);
  });

  test('waits for a name, with what was written', async () => {
    const { store, clock, service } = openStore({ guest: {} });

    store.send('Hello');
    await clock.elapse(10_000);
    expect(store.status.value).toBe('idle');
    expect(store.entries.value).toMatchObject([{ body: 'Hello', delivery: { state: 'queued' } }]);

    store.identify({ displayName: 'Gina' });
    store.start();
    await clock.elapse(0);
    expect(service.asked).toContain('send Hello');
    expect(store.entries.value).toMatchObject([{ body: 'Hello', delivery: { state: 'sent' } }]);
  });

  test('is tried again on a passing failure', async () => {
    const { store, clock, service } = openStore();
    service.failNext('create', 'offline');
    service.failNext('create', 'timeout');
    service.failNext('create', 'server');

    store.start();
    await clock.elapse(20_000);

    expect(store.status.value).toBe('waiting');
    expect(service.created).toHaveLength(1);
  });

  test('that found nobody is made up for when the line is back', async () => {
    const { store, clock, service, page } = openStore();
    for (let tries = 1; tries <= 5; tries++) service.failNext('create', 'offline');

    store.send('Hello');
    await clock.elapse(60_000);
    expect(store.session.value).toMatchObject({ phase: 'failed', error: { kind: 'offline' } });
    page.wake();
    await clock.elapse(0);

    expect(store.entries.value).toMatchObject([{ body: 'Hello', delivery: { state: 'sent' } }]);
  });

  test('fails on a refusal, keeping the text for another try', async () => {
    const { store, clock, service } = openStore();
    service.failNext('create', 'rejected', { code: 'chat.error.invalid.queue' });

    store.send('Hello');
    await clock.elapse(60_000);
    expect(store.session.value).toMatchObject({ phase: 'failed', error: { code: 'chat.error.invalid.queue' } });
    expect(store.entries.value).toMatchObject([{ body: 'Hello', delivery: { state: 'queued' } }]);

    store.start();
    await clock.elapse(0);
    expect(store.entries.value).toMatchObject([{ body: 'Hello', delivery: { state: 'sent' } }]);
  });
});

describe('the agent', () => {
  test('makes the chat connected, away and waiting again', async () => {
    const { store, clock, service } = await openLiveStore();

    service.join('a', 'agent', 'Ada', 'alerting');
    await clock.elapse(0);
    expect(store.agent.value).toBeUndefined();
    service.join('a', 'agent', 'Ada');
    await clock.elapse(0);
    expect(store.agent.value).toMatchObject({ displayName: 'Ada' });
    expect(store.status.value).toBe('connected');

    service.say('a', 'One moment');
    service.join('a', 'agent', 'Ada', 'away');
    await clock.elapse(0);
    expect(store.status.value).toBe('away');

    service.join('a', 'agent', 'Ada', 'left');
    await clock.elapse(0);
    expect(store.status.value).toBe('waiting');
    expect(store.agent.value).toMatchObject({ displayName: 'Ada', presence: 'left' });
  });

  test('row 42: is seen typing for five seconds, or until the message comes', async () => {
    const { store, clock, service } = await openLiveStore();
    service.join('a', 'agent', 'Ada');
    await clock.elapse(0);
    const typing = (at: number, senderId = 'a') => service.emit({ type: 'typing', senderId, at });

    typing(1);
    expect(store.typing.value).toMatchObject({ displayName: 'Ada' });
    await clock.elapse(5_000);
    expect(store.typing.value).toBeUndefined();

    typing(1);
    typing(2, 'me1');
    expect(store.typing.value).toBeUndefined();

    typing(3);
    const message = service.say('a', 'Here I am');
    expect(store.typing.value).toBeUndefined();
    typing(message.at - 1);
    expect(store.typing.value).toBeUndefined();
    typing(message.at + 1);
    expect(store.typing.value).toMatchObject({ displayName: 'Ada' });
  });

  test('is not seen typing any more once it left, lost its line or the chat is over [L7]', async () => {
    const { store, clock, service } = await openLiveStore();
    service.join('a', 'agent', 'Ada');
    await clock.elapse(0);
    const typing = (at: number) => service.emit({ type: 'typing', senderId: 'a', at });

    typing(1);
    service.say('a', '', 'member-leave');
    expect(store.typing.value).toBeUndefined();

    const at = clock.now() + 60_000;
    typing(at);
    service.emit({ type: 'member-change', memberId: 'a', state: 'DISCONNECTED', at });
    expect(store.typing.value).toBeUndefined();

    typing(at + 1);
    expect(store.typing.value).toBeDefined();
    await store.end();
    expect(store.typing.value).toBeUndefined();
  });
});

describe('own typing', () => {
  test('is told every three seconds at most, and not for half a minute after a limit', async () => {
    const { store, clock, service } = await openLiveStore();
    const countSent = () => service.asked.filter((operation) => operation === 'typing').length;

    store.typed();
    store.typed();
    expect(countSent()).toBe(1);
    await clock.elapse(3_000);
    service.failNext('typing', 'limited');
    store.typed();
    expect(countSent()).toBe(2);

    await clock.elapse(29_000);
    store.typed();
    expect(countSent()).toBe(2);
    await clock.elapse(2_000);
    store.typed();
    expect(countSent()).toBe(3);
  });

  test('goes on being told where it goes on, and is not told any more once the text is sent', async () => {
    const { store, clock, service } = await openLiveStore();
    const countSent = () => service.asked.filter((operation) => operation === 'typing').length;

    store.typed();
    await clock.elapse(2_000);
    store.typed();
    await clock.elapse(1_000);
    expect(countSent()).toBe(2);
    await clock.elapse(60_000);
    expect(countSent()).toBe(2);

    store.typed();
    await clock.elapse(1_000);
    store.typed();
    store.send('Hello');
    await clock.elapse(60_000);
    expect(countSent()).toBe(3);
  });

  test('is not told while the line is down', async () => {
    const { store, service } = await openLiveStore();

    service.disconnect();
    store.typed();

    expect(service.asked).not.toContain('typing');
  });
});

describe('news', () => {
  test('counts what agents said while the panel was closed', async () => {
    const { store, clock, service } = await openLiveStore();

    store.send('Anybody?');
    await clock.elapse(0);
    service.say('a', 'Yes');
    service.say('a', '', 'member-join');
    service.say('a', 'Hello');
    expect(store.unread.value).toBe(2);

    store.open();
    expect(store.unread.value).toBe(0);
    store.close();
    expect(store.unread.value).toBe(0);
    service.say('a', 'Still there?');
    expect(store.unread.value).toBe(1);
  });

  test('row 29: says each message once, and what came during a gap as a number', async () => {
    const { store, clock, service } = await openLiveStore();
    const announced: unknown[] = [];
    store.announcement.subscribe((announcement) => announcement && announced.push(announcement));

    const message = service.say('a', 'Hello');
    service.emit({ type: 'message', message });
    service.disconnect();
    service.commit('a', 'One');
    service.commit('a', 'Two');
    service.reconnect();
    await clock.elapse(0);

    expect(announced).toMatchObject([
      { type: 'message', senderId: 'a', body: 'Hello' },
      { type: 'many', count: 2 },
    ]);
  });

  test('is silent about history', async () => {
    const first = await openLiveStore();
    first.service.commit('a', 'Long ago');
    first.store.dispose();

    const { store, clock } = openStore(first);
    await clock.elapse(0);

    expect(store.entries.value).toMatchObject([{ body: 'Long ago' }]);
    expect(store.announcement.value).toBeUndefined();
    expect(store.unread.value).toBe(1);
  });

  test('is silent about history also where an unsettled text makes it start further back', async () => {
    const first = await openLiveStore();
    first.service.commit('a', 'Earlier');
    first.service.failNext('send', 'rejected');
    first.store.send('Refused');
    await first.clock.elapse(0);
    first.store.dispose();
    first.service.commit('a', 'Between the pages');

    const { store, clock } = openStore(first);
    await clock.elapse(0);

    expect(store.entries.value.map(({ body }) => body)).toContain('Between the pages');
    expect(store.announcement.value).toBeUndefined();
  });
});

describe('letting go', () => {
  test('leaves no timer, no stream and no listener', async () => {
    const { store, clock, service, page } = await openLiveStore();
    service.failNext('send', 'offline');
    store.send('Hello');
    service.emit({ type: 'typing', senderId: 'a', at: 1 });
    await clock.elapse(0);

    store.dispose();
    expect([clock.pending, service.streams.size, page.listeners]).toEqual([0, 0, 0]);

    const asked = service.asked.length;
    await clock.elapse(600_000);
    expect(service.asked).toHaveLength(asked);
  });

  test('keeps nothing of a conversation that is created too late', async () => {
    const { store, clock, service, stored } = openStore();

    store.start();
    store.dispose();
    await clock.elapse(0);

    expect(service.created).toHaveLength(1);
    expect(stored.get('chat')).not.toContain('token');
    expect(service.streams.size).toBe(0);
  });

  test('works in the middle of a start', async () => {
    const { store, clock, service, page } = openStore();
    service.failNext('create', 'offline');
    store.start();
    await clock.elapse(0);

    store.dispose();
    await clock.elapse(60_000);

    expect([clock.pending, page.listeners]).toEqual([0, 0]);
    expect(service.created).toEqual([]);
  });
});
