import { describe, expect, test } from 'vitest';
import { createChatDriver, createMessage, openChatDriver } from '../../testing/harness/chat-driver.ts';
import { entriesOf, historyOf, isCatchingUp } from './selectors.ts';

describe('resync', () => {
  test('nothing is listed or sent before the chat began, but texts are kept', () => {
    const chat = createChatDriver();

    const effects = [
      ...chat.write('hello'),
      ...chat.dispatch({ type: 'woke' }),
      ...chat.dispatch({ type: 'stream-opened' }),
    ];

    expect(effects).toEqual([{ type: 'save-outbox' }]);
    expect(chat.deliveries()).toEqual(['hello: queued']);
  });

  test('the newest page comes first, then what came meanwhile', () => {
    const log = [createMessage('a'), createMessage('b')];
    const chat = createChatDriver({ log });
    chat.begin();

    chat.dispatch({ type: 'stream-opened' });

    expect(chat.lists()[0]?.query).toEqual({ sortOrder: 'descending', maxResults: 50 });
    expect(isCatchingUp(chat.state())).toBe(true);
    chat.answerLists();
    expect(chat.bodies()).toEqual(['a', 'b']);
    expect(chat.state().cursor).toBe(log[1]?.id);
    expect(isCatchingUp(chat.state())).toBe(false);
  });

  test('row 37: a catch-up goes on from page to page until one brings nothing new', () => {
    const chat = openChatDriver({ pageSize: 1 });
    chat.log.push(...Array.from({ length: 7 }, (_, index) => createMessage(`m${index}`)));

    chat.dispatch({ type: 'resync-requested' });
    chat.answerLists();

    expect(chat.bodies()).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6']);
  });

  test.each([
    { type: 'stream-opened' },
    { type: 'stream-lost' },
    { type: 'woke' },
    { type: 'visibility', isVisible: true },
    { type: 'frame-dropped' },
    { type: 'resync-requested' },
    { type: 'timer-fired', timer: 'resync' },
  ] as const)('$type causes a resync', (action) => {
    const chat = openChatDriver();

    chat.dispatch(action);

    expect(chat.lists()).toHaveLength(1);
  });

  test('further causes during a catch-up lead to one more after it', () => {
    const chat = openChatDriver();
    chat.dispatch({ type: 'resync-requested' });

    chat.dispatch({ type: 'woke' });
    chat.dispatch({ type: 'resync-requested' });

    expect(chat.lists()).toHaveLength(1);
    const [asked] = chat.lists();
    chat.dispatch({ type: 'listed', request: asked?.request ?? 0, messages: [] });
    expect(chat.lists()).toHaveLength(2);
  });

  test('a live frame is shown at once but never moves the cursor', () => {
    const chat = openChatDriver({ log: [createMessage('a')] });
    const { cursor } = chat.state();

    chat.dispatch({ type: 'received', message: createMessage('live') });

    expect(chat.bodies()).toEqual(['a', 'live']);
    expect(chat.state().cursor).toBe(cursor);
  });

  test('row 35: a message is shown once, however often it comes', () => {
    const message = createMessage('once');
    const chat = openChatDriver({ log: [message] });

    chat.dispatch({ type: 'received', message });
    chat.dispatch({ type: 'resync-requested' });
    chat.answerLists();

    expect(chat.bodies()).toEqual(['once']);
  });

  test('row 39: a late frame goes to its place in time, and what is shown stays the same object', () => {
    const [first, second, third] = [createMessage('1'), createMessage('2'), createMessage('3')];
    const chat = openChatDriver({ log: [first] });
    chat.dispatch({ type: 'received', message: third });
    const before = entriesOf(chat.state(), 'me');

    chat.dispatch({ type: 'received', message: second });

    const after = entriesOf(chat.state(), 'me');
    expect(after.map(({ body }) => body)).toEqual(['1', '2', '3']);
    expect([after[0], after[2]]).toEqual([before[0], before[1]]);
    expect(after[0]).toBe(before[0]);
    expect(after[2]).toBe(before[1]);
  });

  test('row 39: of equal times the list decides', () => {
    const [first, second] = [createMessage('1', { at: 5 }), createMessage('2', { at: 5 })];
    const chat = openChatDriver();
    chat.dispatch({ type: 'received', message: second });
    chat.dispatch({ type: 'received', message: first });

    chat.log.push(first, second);
    chat.dispatch({ type: 'resync-requested' });
    chat.answerLists();

    expect(chat.bodies()).toEqual(['1', '2']);
  });

  test('a gap in the numbers causes a resync, the next number does not', () => {
    const chat = openChatDriver({ isOurs: true, log: [createMessage('1', { seq: 1 })] });

    chat.dispatch({ type: 'received', message: createMessage('2', { seq: 2 }) });
    chat.dispatch({ type: 'latest-seq', seq: 2 });
    expect(chat.lists()).toEqual([]);

    chat.dispatch({ type: 'received', message: createMessage('4', { seq: 4 }) });
    expect(chat.lists()).toHaveLength(1);
  });

  test('a number in a heartbeat causes a resync where a message is missing', () => {
    const chat = openChatDriver({ isOurs: true });

    chat.dispatch({ type: 'latest-seq', seq: 1 });

    expect(chat.lists()).toHaveLength(1);
  });

  test.each([
    ['a visible page of a plain service', { isOurs: false, isVisible: true }, 60_000],
    ['a hidden page', { isOurs: false, isVisible: false }, 300_000],
    ['a service that numbers', { isOurs: true, isVisible: true }, 300_000],
  ])('without a cause %s resyncs now and then', (_, { isOurs, isVisible }, delayMs) => {
    const chat = openChatDriver({ isOurs });
    chat.dispatch({ type: 'visibility', isVisible });

    chat.dispatch({ type: 'resync-requested' });

    expect(chat.timer('resync')).toEqual({ type: 'set-timer', timer: 'resync', delayMs, spread: 0.2 });
  });

  test('row 36: a list that fails is asked for again, later each time', () => {
    const chat = openChatDriver();
    chat.dispatch({ type: 'resync-requested' });

    chat.failLists('transient');
    expect(chat.timer('resync')).toMatchObject({ delayMs: 1_000 });
    chat.dispatch({ type: 'timer-fired', timer: 'resync' });
    chat.failLists('transient');

    expect(chat.timer('resync')).toMatchObject({ delayMs: 2_000 });
    chat.dispatch({ type: 'timer-fired', timer: 'resync' });
    chat.answerLists();
    chat.dispatch({ type: 'resync-requested' });
    chat.failLists('transient');
    expect(chat.timer('resync')).toMatchObject({ delayMs: 1_000 });
  });
});

describe('a window that must start again', () => {
  test('an unknown cursor skips to the newest page, once in a catch-up', () => {
    const chat = openChatDriver({ log: [createMessage('old')] });
    chat.log.splice(0, 1, createMessage('restored'));
    chat.dispatch({ type: 'resync-requested' });

    chat.failLists('unknown-cursor');

    expect(chat.lists()[0]?.query.sortOrder).toBe('descending');
    chat.answerLists();
    expect(chat.bodies()).toEqual(['restored']);
  });

  test('a service that knows no cursor at all is asked again later, not at once', () => {
    const chat = openChatDriver({ log: [createMessage('a')] });
    chat.dispatch({ type: 'resync-requested' });
    chat.failLists('unknown-cursor');
    const newest = chat.takeList();
    chat.dispatch({ type: 'listed', request: newest.request, messages: chat.log });

    chat.failLists('unknown-cursor');

    expect(chat.lists()).toEqual([]);
    expect(chat.timer('resync')).toMatchObject({ delayMs: 1_000 });
  });

  test('a service that never runs out of news does not keep a catch-up going for ever', () => {
    const chat = openChatDriver({ pageSize: 1, log: [createMessage('start')] });
    chat.dispatch({ type: 'resync-requested' });

    let pages = 0;
    for (; chat.lists().length > 0 && pages < 100; pages++) {
      chat.dispatch({ type: 'listed', request: chat.takeList().request, messages: [createMessage('news')] });
    }

    expect(pages).toBeLessThan(50);
  });

  test('after twenty pages the catch-up skips to the newest page, and the rest is history', () => {
    const chat = openChatDriver({ pageSize: 1, log: [createMessage('start')] });
    chat.log.push(...Array.from({ length: 60 }, (_, index) => createMessage(`m${index}`)));

    chat.dispatch({ type: 'resync-requested' });
    chat.answerLists();

    expect(chat.bodies()).toEqual(['m59']);
    expect(historyOf(chat.state())).toBe('more');
  });

  test('a service that ignores the cursor neither doubles anything nor moves the cursor back', () => {
    const log = [createMessage('1'), createMessage('2'), createMessage('3')];
    const chat = openChatDriver({ log, pageSize: 2 });
    chat.dispatch({ type: 'resync-requested' });
    const request = chat.lists()[0]?.request ?? 0;

    chat.dispatch({ type: 'listed', request, messages: log });

    expect(chat.bodies()).toEqual(['2', '3']);
    expect(chat.state().cursor).toBe(log[2]?.id);
  });
});

describe('older messages', () => {
  const log = [createMessage('1'), createMessage('2'), createMessage('3'), createMessage('4'), createMessage('5')];

  test('come page by page, one request at a time, until the start', () => {
    const chat = openChatDriver({ log, pageSize: 2 });
    expect(historyOf(chat.state())).toBe('more');

    chat.dispatch({ type: 'scrolled-to-oldest' });
    chat.dispatch({ type: 'scrolled-to-oldest' });

    expect(chat.lists().map(({ query }) => query)).toEqual([
      { before: log[3]?.id, sortOrder: 'descending', maxResults: 2 },
    ]);
    expect(historyOf(chat.state())).toBe('loading');
    chat.answerLists();
    expect(chat.bodies()).toEqual(['2', '3', '4', '5']);
    chat.dispatch({ type: 'scrolled-to-oldest' });
    chat.answerLists();
    expect(chat.bodies()).toEqual(['1', '2', '3', '4', '5']);
    expect(historyOf(chat.state())).toBe('start');
  });

  test('are not asked for before the first catch-up ended', () => {
    const chat = createChatDriver({ log });
    chat.begin();

    chat.dispatch({ type: 'scrolled-to-oldest' });

    expect(chat.lists()).toEqual([]);
    expect(historyOf(chat.state())).toBe('unknown');
  });

  test('can be asked for again where a request failed', () => {
    const chat = openChatDriver({ log, pageSize: 2 });
    chat.dispatch({ type: 'scrolled-to-oldest' });

    chat.failLists('transient');

    expect(historyOf(chat.state())).toBe('more');
  });
});

describe('the end', () => {
  test('is one last catch-up, and nothing after it', () => {
    const chat = openChatDriver();
    chat.log.push(createMessage('goodbye'));

    chat.dispatch({ type: 'ended' });
    chat.answerLists();

    expect(chat.bodies()).toEqual(['goodbye']);
    expect(chat.state().phase).toBe('ended');
    const after = [chat.dispatch({ type: 'woke' }), chat.write('too late'), chat.begin()];
    expect(after).toEqual([[], [], []]);
    expect(chat.state().phase).toBe('ended');
    expect(chat.deliveries()).toEqual(['goodbye: sent', 'too late: failed']);
    expect(historyOf(chat.state())).toBe('start');
  });

  test('does not wait for ever for the last catch-up', () => {
    const chat = openChatDriver();
    chat.dispatch({ type: 'ended' });

    for (let attempt = 0; attempt < 3; attempt++) {
      expect(chat.state().phase).toBe('ending');
      chat.failLists('transient');
      chat.dispatch({ type: 'timer-fired', timer: 'resync' });
    }

    expect(chat.state().phase).toBe('ended');
  });

  test('comes at once where the list says that all is over', () => {
    const chat = openChatDriver();
    chat.dispatch({ type: 'resync-requested' });

    chat.failLists('over');

    expect(chat.state().phase).toBe('ended');
  });
});
