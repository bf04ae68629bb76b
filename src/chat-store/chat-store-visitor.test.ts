import { describe, expect, test } from 'vitest';
import { createFakeClock } from '../testing/fakes/clock.ts';
import { openLiveStore, openStore } from '../testing/harness/open-store.ts';
import { loadAll } from './conversation/load-all.ts';

describe('the draft', () => {
  test('row 44: outlives a reload once the typing pauses', async () => {
    const before = openStore();
    before.store.setDraft('My order is');
    await before.clock.elapse(500);

    const { store } = openStore(before);

    expect(store.draft.value).toBe('My order is');
  });

  test('is kept at once when the page goes', () => {
    const before = openStore();
    before.store.setDraft('My order is');
    before.page.hide();

    expect(openStore(before).store.draft.value).toBe('My order is');
  });
});

describe('consent', () => {
  test('is waited for before anything is sent or kept', async () => {
    const { store, service, stored, clock } = openStore({ asksConsent: true });

    const isTaken = store.send('Hello');
    await store.start();
    store.identify({ email: 'gina@example.com' });
    store.open();
    store.setDraft('x');
    await clock.elapse(1_000);

    expect(isTaken).toBe(false);
    expect(service.asked).toEqual([]);
    expect(stored.size).toBe(0);
  });

  test('row 68: its time goes with the visitor, also on the next page; nobody who was not asked has any', async () => {
    const clock = createFakeClock();
    const given = new Date(clock.now()).toISOString();
    const guest = { displayName: 'Gina', customFields: { order: '77' } };
    const before = openStore({ asksConsent: true, clock, guest });
    before.store.giveConsent();
    await clock.elapse(60_000);
    const { store, service } = openStore({ ...before, asksConsent: true, guest });
    store.giveConsent();
    await store.start();
    const unasked = openStore({ asksConsent: true });
    unasked.store.askConsent(false);
    await unasked.store.start();

    expect(service.created).toEqual([{ ...guest, customFields: { order: '77', consentAt: given } }]);
    expect(unasked.service.created).toEqual([{ displayName: 'Gina' }]);
  });

  test('is remembered with the chat, and can be withdrawn with all that is kept', async () => {
    const before = openStore({ asksConsent: true });
    before.store.giveConsent();
    const { store, stored } = openStore({ ...before, asksConsent: true });
    expect(store.hasConsent.value).toBe(true);

    await store.forget();

    expect(store.hasConsent.value).toBe(false);
    expect(stored.size).toBe(0);
  });
});

describe('row 53: forgetting the visitor', () => {
  test('ends the chat, and leaves nothing kept and nothing filled in', async () => {
    const { store, service, stored, clock } = await openLiveStore();
    store.identify({ email: 'gina@example.com' });
    store.send('Hello');
    store.setDraft('And');
    await clock.elapse(0);

    await store.forget();
    await clock.elapse(60_000);

    expect(service.asked).toContain('leave');
    expect(store.status.value).toBe('idle');
    expect(store.entries.value).toEqual([]);
    expect(store.draft.value).toBe('');
    expect(store.guest.value).toEqual({ displayName: 'Gina' });
    expect(stored.size).toBe(0);
  });
});

describe('what a view tells', () => {
  test('waiting has lasted since the chat began, also after a reload', async () => {
    const before = await openLiveStore();
    const since = before.store.waitingSince.value;
    await before.clock.elapse(60_000);

    const { store, clock, service } = openStore(before);
    await clock.elapse(0);
    expect(store.waitingSince.value).toBe(since);

    service.join('a', 'agent', 'Ada');
    await clock.elapse(0);
    expect(store.waitingSince.value).toBeUndefined();
  });

  test('the unread line stands above the first message that came while the panel was closed', async () => {
    const { store, service, clock } = await openLiveStore();
    store.open();
    service.say('a', 'Read');
    store.close();
    const first = service.say('a', 'Unread');
    service.say('a', 'Unread too');
    await clock.elapse(0);
    expect(store.unread.value).toBe(2);

    store.open();

    expect(store.unreadFrom.value).toBe(first.id);
    expect(store.unread.value).toBe(0);
  });

  test('an open panel on a hidden page has not been read', async () => {
    const { store, service, page } = await openLiveStore();
    store.open();
    page.conceal();
    service.say('a', 'Are you there?');
    expect(store.unread.value).toBe(1);

    page.show();

    expect(store.unread.value).toBe(0);
  });

  test('a notice of the service is announced as its own words', async () => {
    const { store, service } = await openLiveStore();

    service.say('system', 'This chat ends in two minutes', 'notice');

    expect(store.announcement.value).toMatchObject({ type: 'notice', body: 'This chat ends in two minutes' });
  });

  test('each new message is told once, in or out, and history is not', async () => {
    const before = await openLiveStore();
    before.service.say('a', 'History');
    const { store, service, clock } = openStore(before);
    await clock.elapse(0);
    const received: string[] = [];
    store.onMessage(({ body }) => received.push(body));

    const hello = service.say('a', 'Hello');
    service.emit({ type: 'message', message: hello });
    store.send('Hi');
    await clock.elapse(10_000);

    expect(received).toEqual(['Hello', 'Hi']);
  });
});

test('the page may veto a text, which is then not taken', async () => {
  const { store } = openStore({ mayBeSent: (body) => body !== 'no' });

  expect([store.send('no'), store.send('yes'), store.send('  ')]).toEqual([false, true, false]);
  expect(store.entries.value.map(({ body }) => body)).toEqual(['yes']);
});

describe('loading all pages', () => {
  test('ends with the whole conversation', async () => {
    const { store, service, clock } = await openLiveStore();
    for (let count = 0; count < 230; count++) service.commit('a', `${count}`);
    const reloaded = openStore({ clock, service, stored: new Map() });
    reloaded.store.start();
    await clock.elapse(0);
    store.dispose();

    const loading = loadAll(reloaded.store);
    await clock.elapse(0);

    expect(await loading).toHaveLength(230);
  });

  test('gives what there is where a page cannot be had', async () => {
    const { clock, service } = await openLiveStore();
    for (let count = 0; count < 120; count++) service.commit('a', `${count}`);
    const { store } = openStore({ clock, service });
    store.start();
    await clock.elapse(0);
    service.failNext('list', 'server');

    const loading = loadAll(store);
    await clock.elapse(0);

    expect(await loading).toHaveLength(50);
  });
});
