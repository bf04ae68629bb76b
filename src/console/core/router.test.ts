import { expect, test } from 'vitest';
import { createFakeAddress } from '../../testing/fakes/address.ts';
import { createRouter } from './router.ts';
import { formatRoute, parseRoute, type Route } from './routes.ts';

const chat = (chatId: string | undefined): Route => ({ section: 'chats', chatId });

test('every route survives its address', () => {
  const places: Route[] = [
    chat(undefined),
    chat('c-1'),
    chat('a/b %#?'),
    { section: 'history', chatId: undefined, filter: {} },
    { section: 'history', chatId: 'c-1', filter: {} },
    { section: 'history', chatId: 'c?1', filter: { text: 'a & b=?#', from: '2026-11-01', queueId: 'ü/ %' } },
    { section: 'admin', path: [] },
    { section: 'admin', path: ['queues', 'Übersicht / 1'] },
  ];

  for (const place of places) expect(parseRoute(formatRoute(place))).toEqual(place);
});

test('an unknown address leads to the chats', () => {
  for (const hash of ['', '#', '#/', '#/nowhere', '#//', '#/__proto__']) {
    expect(parseRoute(hash)).toEqual(chat(undefined));
  }
  expect(parseRoute('#/chats/100%')).toEqual(chat('100%'));
  expect(parseRoute('#/chats/c-1?text=x')).toEqual(chat('c-1'));
  expect(parseRoute('#/history?text=&__proto__=x&name=%&name=y')).toEqual({
    section: 'history',
    chatId: undefined,
    filter: { name: '%' },
  });
});

test('letter after letter in a search is one step of Back', () => {
  const address = createFakeAddress({ hash: '#/chats' });
  const model = createRouter(address);

  for (const text of ['', 'l', 'la', 'lamp'])
    model.navigate({ section: 'history', chatId: undefined, filter: { text } });
  expect(address.entries).toEqual(['#/chats', '#/history?text=lamp']);
  address.back();

  expect(model.route.value).toEqual(chat(undefined));
});

test('Back leaves a chat, not through all that were opened before', () => {
  const address = createFakeAddress({ hash: '' });
  const model = createRouter(address);

  for (const id of ['c-1', 'c-2', 'c-3']) model.navigate(chat(id));
  expect(model.route.value).toEqual(chat('c-3'));
  address.back();

  expect(model.route.value).toEqual(chat(undefined));
});

test('Back leads from what was found to the search, and from the search to where one was', () => {
  const address = createFakeAddress({ hash: '#/chats' });
  const model = createRouter(address);
  const filter = { text: 'lamp' };

  for (const chatId of [undefined, 'c-1', 'c-2']) model.navigate({ section: 'history', chatId, filter });
  address.back();
  expect(model.route.value).toEqual({ section: 'history', chatId: undefined, filter });
  address.back();

  expect(model.route.value).toEqual(chat(undefined));
});

test('going in the administration to where one is leaves no step behind', () => {
  const address = createFakeAddress({ hash: '#/admin/people' });
  const model = createRouter(address);

  model.navigate({ section: 'admin', path: ['people'] });

  expect(address.entries).toEqual(['#/admin/people']);
});

test('going where one is leaves no step behind', () => {
  const address = createFakeAddress({ hash: '#/chats/c-1' });
  const model = createRouter(address);

  model.navigate(chat('c-1'));

  expect(address.entries).toEqual(['#/chats/c-1']);
});
