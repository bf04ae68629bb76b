import { expect, test } from 'vitest';
import { createFakeAddress } from '../../testing/fakes/address.ts';
import { createPlaceModel } from './router.ts';
import { hashOf, type Place, readPlace } from './routes.ts';

const chat = (chatId: string | undefined): Place => ({ room: 'chats', chatId });

test('every place is found again by its address', () => {
  const places: Place[] = [
    chat(undefined),
    chat('c-1'),
    chat('a/b %#?'),
    { room: 'history', chatId: undefined, filter: {} },
    { room: 'history', chatId: 'c-1', filter: {} },
    { room: 'history', chatId: 'c?1', filter: { text: 'a & b=?#', from: '2026-11-01', queueId: 'ü/ %' } },
    { room: 'admin', path: [] },
    { room: 'admin', path: ['queues', 'Übersicht / 1'] },
  ];

  for (const place of places) expect(readPlace(hashOf(place))).toEqual(place);
});

test('an address nobody gave out leads to the chats', () => {
  for (const hash of ['', '#', '#/', '#/nowhere', '#//', '#/__proto__']) {
    expect(readPlace(hash)).toEqual(chat(undefined));
  }
  expect(readPlace('#/chats/100%')).toEqual(chat('100%'));
  expect(readPlace('#/chats/c-1?text=x')).toEqual(chat('c-1'));
  expect(readPlace('#/history?text=&__proto__=x&name=%&name=y')).toEqual({
    room: 'history',
    chatId: undefined,
    filter: { name: '%' },
  });
});

test('letter after letter in a search is one step of Back', () => {
  const address = createFakeAddress({ hash: '#/chats' });
  const model = createPlaceModel(address);

  for (const text of ['', 'l', 'la', 'lamp']) model.go({ room: 'history', chatId: undefined, filter: { text } });
  expect(address.entries).toEqual(['#/chats', '#/history?text=lamp']);
  address.back();

  expect(model.place.value).toEqual(chat(undefined));
});

test('Back leads out of a chat, not through all that were looked at on the way', () => {
  const address = createFakeAddress({ hash: '' });
  const model = createPlaceModel(address);

  for (const id of ['c-1', 'c-2', 'c-3']) model.go(chat(id));
  expect(model.place.value).toEqual(chat('c-3'));
  address.back();

  expect(model.place.value).toEqual(chat(undefined));
});

test('Back leads from what was found to the search, and from the search to where one was', () => {
  const address = createFakeAddress({ hash: '#/chats' });
  const model = createPlaceModel(address);
  const filter = { text: 'lamp' };

  for (const chatId of [undefined, 'c-1', 'c-2']) model.go({ room: 'history', chatId, filter });
  address.back();
  expect(model.place.value).toEqual({ room: 'history', chatId: undefined, filter });
  address.back();

  expect(model.place.value).toEqual(chat(undefined));
});

test('going in the administration to where one is leaves no step behind', () => {
  const address = createFakeAddress({ hash: '#/admin/people' });
  const model = createPlaceModel(address);

  model.go({ room: 'admin', path: ['people'] });

  expect(address.entries).toEqual(['#/admin/people']);
});

test('going where one is leaves no step behind', () => {
  const address = createFakeAddress({ hash: '#/chats/c-1' });
  const model = createPlaceModel(address);

  model.go(chat('c-1'));

  expect(address.entries).toEqual(['#/chats/c-1']);
});
