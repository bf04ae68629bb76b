import { describe, expect, test } from 'vitest';
import { openLiveStore, openStore } from '../testing/harness/open-store.ts';

const refusals = [
  ['a time', { status: 429, retryAfterMs: 4_000 }, 4_000],
  ['an outage with a time', { status: 503, retryAfterMs: 4_000 }, 4_000],
  ['no time', { status: 429 }, 2_000],
  ['no time at all', { status: 429, retryAfterMs: 0 }, 1_000],
  ['the longest time', { status: 429, retryAfterMs: 300_000 }, 300_000],
] as const;

const sentOf = (asked: readonly string[], what: string) => asked.filter((one) => one.startsWith(what)).length;

describe('a chat refused as too soon', () => {
  test.each(refusals)('with %s starts by itself after it, however often it comes', async (_, facts, waitMs) => {
    const { store, clock, service } = openStore();
    for (let times = 0; times < 12; times++) service.failNext('create', 'limited', facts);

    store.send('Hello');
    await clock.elapse(0);

    expect(store.session.value).toMatchObject({ phase: 'starting', isDelayed: true });
    expect(store.entries.value).toMatchObject([{ body: 'Hello', delivery: { state: 'queued' } }]);
    await clock.elapse(waitMs - 1);
    expect(sentOf(service.asked, 'create')).toBe(1);
    await clock.elapse(13 * waitMs * 1.25);
    expect(store.session.value.phase).toBe('live');
    expect(store.entries.value).toMatchObject([{ body: 'Hello', delivery: { state: 'sent' } }]);
    expect(service.created).toHaveLength(1);
  });

  test('waits as told where too many ask, says so, and starts by itself [L3]', async () => {
    const { store, clock, service } = openStore();
    for (let refusals = 0; refusals < 12; refusals += 1) {
      service.failNext('create', 'limited', { status: 429, retryAfterMs: 4_000 });
    }

    store.send('Hello');
    await clock.elapse(0);
    expect(store.session.value).toEqual({ phase: 'starting', isDelayed: true });
    await clock.elapse(3_999);
    expect(service.asked.filter((operation) => operation === 'create')).toHaveLength(1);
    await clock.elapse(5 * 12 * 1_000);

    expect(store.session.value.phase).toBe('live');
    expect(store.entries.value).toMatchObject([{ body: 'Hello', delivery: { state: 'sent' } }]);
  });

  test.each([undefined, 0])('asks no more than once a second where the refusal says %s', async (retryAfterMs) => {
    const { store, clock, service } = openStore();
    for (let refusals = 0; refusals < 3; refusals += 1) service.failNext('create', 'limited', { retryAfterMs });

    store.start();
    await clock.elapse(999);
    expect(service.asked.filter((operation) => operation === 'create')).toHaveLength(1);
    await clock.elapse(20_000);

    expect(store.session.value.phase).toBe('live');
  });

  test('is given up at once by whoever forgets it, and another can begin', async () => {
    const { store, clock, service } = openStore();
    service.failNext('create', 'limited', { status: 429, retryAfterMs: 300_000 });
    store.send('Hello');
    await clock.elapse(0);

    await store.forget();
    store.send('Again');
    await clock.elapse(400_000);

    expect(service.created).toHaveLength(1);
    expect(store.entries.value).toMatchObject([{ body: 'Again', delivery: { state: 'sent' } }]);
  });

  test('ends when the visitor ends it, and is never created', async () => {
    const { store, clock, service } = openStore();
    service.failNext('create', 'limited', { status: 429, retryAfterMs: 4_000 });
    store.start();
    await clock.elapse(0);

    await store.end();
    await clock.elapse(60_000);

    expect(store.session.value.phase).toBe('idle');
    expect(service.created).toEqual([]);
  });
});

describe('what a running chat is refused as too soon', () => {
  const limit = ['limited', { status: 429, retryAfterMs: 20_000 }] as const;

  test('is sent after the time, once, and stands as waiting until then', async () => {
    const { store, clock, service } = await openLiveStore();
    service.failNext('send', ...limit);
    store.send('Hello');
    await clock.elapse(19_999);

    expect(store.entries.value).toMatchObject([{ delivery: { state: 'queued' } }]);
    expect(sentOf(service.asked, 'send')).toBe(1);
    await clock.elapse(11_000);
    expect(store.entries.value).toMatchObject([{ delivery: { state: 'sent' } }]);
  });

  test('a list is asked for after the time, and what was missed comes', async () => {
    const { store, clock, service, page } = await openLiveStore();
    service.commit('a1', 'Missed');
    service.failNext('list', ...limit);
    page.wake();
    await clock.elapse(0);
    const asked = sentOf(service.asked, 'list');
    await clock.elapse(19_999);

    expect(sentOf(service.asked, 'list')).toBe(asked);
    await clock.elapse(11_000);
    expect(store.entries.value).toMatchObject([{ body: 'Missed' }]);
  });

  test('members and requests to share are asked for again', async () => {
    const { store, clock, service } = await openLiveStore();
    service.failNext('member a1', ...limit);
    service.failNext('media', ...limit);
    service.media.push({ id: 'r1', types: ['COBROWSE'], state: 'PENDING' });
    service.emit({ type: 'media-request-change', at: 0 } as never);
    service.join('a1', 'agent', 'Robin');
    await clock.elapse(0);
    expect(store.agent.value).toBeUndefined();

    await clock.elapse(20_000);

    expect(store.agent.value).toMatchObject({ displayName: 'Robin' });
    expect(store.mediaRequests.value).toMatchObject([{ id: 'r1' }]);
  });

  test('an answer to a request to share and a goodbye arrive after the time', async () => {
    const { store, clock, service } = await openLiveStore();
    service.media.push({ id: 'r1', types: ['COBROWSE'], state: 'PENDING' });
    service.emit({ type: 'media-request-change', at: 0 } as never);
    await clock.elapse(0);
    service.failNext('answer r1', ...limit);
    store.answerMediaRequest('r1', 'ACCEPTED');
    await clock.elapse(20_000);
    expect(store.mediaRequests.value).toMatchObject([{ state: 'ACCEPTED' }]);

    service.failNext('leave', ...limit);
    const left = store.end();
    await clock.elapse(25_000);
    await left;

    expect(sentOf(service.asked, 'leave')).toBe(2);
  });

  test('typing stays quiet for as long as it was told', async () => {
    const { store, clock, service } = await openLiveStore();
    service.failNext('typing', 'limited', { status: 429, retryAfterMs: 60_000 });
    store.typed();
    await clock.elapse(50_000);
    store.typed();
    await clock.elapse(0);
    expect(sentOf(service.asked, 'typing')).toBe(1);

    await clock.elapse(10_000);
    store.typed();
    await clock.elapse(0);
    expect(sentOf(service.asked, 'typing')).toBe(2);
  });
});
