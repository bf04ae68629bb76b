import { expect } from 'vitest';
import type { InProcessServer } from '../../testing/harness/in-process-server.ts';
import { newTab, openDesk, transcriptLines } from '../../testing/harness/open-desk.ts';
import { arrive, test } from '../../testing/harness/service-test.ts';
import { until } from '../../testing/harness/until.ts';

async function openedDesk(server: InProcessServer) {
  const desk = openDesk(server);
  await desk.signIn();
  return desk;
}

test('a wrong password is told apart, the right one opens the desk, and a reload finds it open', async ({ server }) => {
  const desk = openDesk(server);
  await desk.store.check();
  expect(desk.store.session.value).toEqual({ phase: 'signed-out', because: 'none' });

  await desk.store.signIn(server.seed.agent.email, 'wrong');
  expect(desk.store.session.value).toMatchObject({ phase: 'signed-out', because: { kind: 'unauthorized' } });
  await desk.signIn();

  const reloaded = openDesk(server, desk.tab);
  await reloaded.store.check();
  expect(reloaded.store.session.value).toMatchObject({ phase: 'signed-in', user: { isOnQueue: true } });
});

test('a waiting visitor is offered with every detail, and accepting opens the conversation', async ({ server }) => {
  const desk = await openedDesk(server);

  const guest = await arrive(server, 'Ada', { email: 'ada@example.com', customFields: { orderId: '77' } });
  const offer = await desk.shown('Ada', 'offered');
  expect(offer.details.value.visitor).toMatchObject({
    email: 'ada@example.com',
    fields: [{ name: 'orderId', value: '77' }],
    presence: 'connected',
  });
  expect(offer.details.value.queueName).toBe('Support');
  expect(offer.conversation.value).toBeUndefined();

  const chat = await desk.accept('Ada');
  chat.conversation.value?.send('Good morning');
  await guest.socket.waitFor('message Good morning');
  await guest.say('Hello');
  await until(() => transcriptLines(chat).length === 2);
  expect(transcriptLines(chat)).toEqual(['Good morning', 'Hello']);
});

test('several chats stand side by side, and what is not looked at counts, also after a reload', async ({ server }) => {
  const desk = await openedDesk(server);
  const ada = await arrive(server, 'Ada');
  await desk.accept('Ada');
  const ben = await arrive(server, 'Ben');
  const benChat = await desk.accept('Ben');
  await ben.say('Seen');
  await until(() => benChat.unread.value === 1);
  benChat.markRead();

  await ada.say('One');
  await ada.say('Two');
  await ben.say('Three');
  await until(() => desk.store.unread.value === 3);
  expect(desk.find('Ada')?.unread.value).toBe(2);
  expect(desk.find('Ada')?.lastEntry.value?.body).toBe('Two');

  desk.close();
  const reloaded = openDesk(server, desk.tab);
  await reloaded.store.check();
  await until(() => reloaded.store.unread.value === 3);
  expect(reloaded.find('Ben')?.unread.value).toBe(1);
});

test('an offer declined, taken back or run out leaves the desk', async ({ server }) => {
  const desk = await openedDesk(server);
  const ada = await arrive(server, 'Ada');
  const offer = await desk.shown('Ada', 'offered');

  expect(await desk.store.actions.decline(offer)).toBe(true);
  expect(desk.find('Ada')).toBeUndefined();
  await server.elapse(15_000);
  await desk.shown('Ada', 'offered');
  await server.elapse(31_000);
  await until(() => desk.store.news.value?.type === 'gone');
  expect(desk.store.missed.value).toMatchObject({ name: 'Ada' });
  await server.elapse(15_000);
  await desk.shown('Ada', 'offered');
  expect(desk.store.missed.value).toBeUndefined();
  await ada.leave();

  await until(() => desk.store.chats.value.length === 0, 'an empty desk');
});

test('after a lost connection everything missed arrives, nothing twice', async ({ server }) => {
  const desk = await openedDesk(server);
  const ada = await arrive(server, 'Ada');
  const chat = await desk.accept('Ada');
  await ada.say('Before');
  await until(() => transcriptLines(chat).includes('Before'));

  server.cutStreams();
  await ada.say('Meanwhile');
  chat.conversation.value?.send('Answer');
  await ada.attach();
  const ben = await arrive(server, 'Ben');
  await desk.shown('Ben', 'offered');
  await ada.say('After');

  await until(() => transcriptLines(chat).includes('After') && transcriptLines(chat).includes('Answer'));
  expect(transcriptLines(chat).toSorted()).toEqual(['After', 'Answer', 'Before', 'Meanwhile']);
  await ben.leave();
});

test('a lost session asks to sign in again; drafts stay, and what was not sent goes out once', async ({ server }) => {
  const desk = await openedDesk(server);
  const ada = await arrive(server, 'Ada');
  const chat = await desk.accept('Ada');
  await until(() => chat.conversation.value?.history.value === 'start');
  chat.saveDraft('reply', 'half a thought');

  desk.tab.cookies.clear();
  chat.conversation.value?.send('Written without a session');
  await until(() => desk.store.session.value.phase === 'signed-out');
  expect(desk.store.session.value).toEqual({ phase: 'signed-out', because: 'expired' });
  expect(desk.store.chats.value).toEqual([]);
  await desk.signIn();

  await ada.socket.waitFor('message Written without a session');
  expect(desk.find('Ada')?.readDraft('reply')).toBe('half a thought');
  expect(ada.socket.received.filter((one) => one === 'message Written without a session')).toHaveLength(1);
});

test('signing out leaves nothing for the next agent', async ({ server }) => {
  const desk = await openedDesk(server);
  await arrive(server, 'Ada');
  const chat = await desk.accept('Ada');
  chat.saveDraft('reply', 'private');

  await desk.store.signOut();

  expect([...desk.tab.stored.values(), ...desk.tab.shared.texts.values()].join()).not.toContain('private');
  const reloaded = openDesk(server, desk.tab);
  await reloaded.store.check();
  expect(reloaded.store.session.value.phase).toBe('signed-out');
});

test('a request to share is asked, cancelled, asked again and answered', async ({ server }) => {
  const desk = await openedDesk(server);
  const ada = await arrive(server, 'Ada');
  const chat = await desk.accept('Ada');
  const states = () => chat.conversation.value?.mediaRequests.value.map(({ types, state }) => `${types} ${state}`);

  expect(await desk.store.actions.askForMedia(chat, 'COBROWSE')).toBe(true);
  await until(() => states()?.includes('COBROWSE PENDING'));
  const [pending] = chat.conversation.value?.mediaRequests.value ?? [];
  if (pending) await desk.store.actions.cancelMedia(chat, pending);
  await until(() => states()?.includes('COBROWSE CANCELLED'));
  await server.elapse(1_000);
  await desk.store.actions.askForMedia(chat, 'SCREENSHARE');
  await until(() => states()?.includes('SCREENSHARE PENDING'));
  const asked = chat.conversation.value?.mediaRequests.value.at(-1);
  await ada.call('PATCH', `/mediarequests/${asked?.id}`, { types: ['SCREENSHARE'], state: 'ACCEPTED' });

  await until(() => states()?.includes('SCREENSHARE ACCEPTED'));
  expect(states()).toEqual(['COBROWSE CANCELLED', 'SCREENSHARE ACCEPTED']);
});

test('a visitor who types, goes away, comes back and leaves is told as it is', async ({ server }) => {
  const desk = await openedDesk(server);
  const ada = await arrive(server, 'Ada');
  const chat = await desk.accept('Ada');
  await until(() => chat.conversation.value?.history.value === 'start');
  await ada.call('POST', `/members/${ada.memberId}/typing`);
  await until(() => chat.conversation.value?.typing.value === ada.memberId);

  ada.socket.close();
  await ada.socket.closed;
  await server.elapse(61_000);
  await until(() => chat.details.value.visitor.presence === 'away');
  await ada.attach();
  await until(() => chat.details.value.visitor.presence === 'connected');
  await ada.say('Bye');
  await ada.leave();
  await desk.shown('Ada', 'over');

  expect(chat.details.value.visitor.presence).toBe('left');
  await until(() => transcriptLines(chat).includes('Bye'));
  await desk.store.actions.closeWithoutWrapUp(chat);
  expect(desk.store.chats.value).toEqual([]);
});

test('the last agent to leave and whoever ends a chat are let go of, and so is the visitor', async ({ server }) => {
  const desk = await openedDesk(server);
  const ada = await arrive(server, 'Ada');
  const adaChat = await desk.accept('Ada');
  const ben = await arrive(server, 'Ben');
  const benChat = await desk.accept('Ben');

  expect(await desk.store.actions.leave(adaChat)).toBe(true);
  expect(await desk.store.actions.end(benChat)).toBe(true);

  expect((await ada.socket.closed).code).toBe(1001);
  expect((await ben.socket.closed).code).toBe(1001);
  expect(ada.socket.received).toContain('member-leave');
  expect(desk.store.chats.value).toEqual([]);
});

test('off queue no chat is offered, back on queue the waiting one is', async ({ server }) => {
  const desk = await openedDesk(server);
  expect(await desk.store.setOnQueue(false)).toBe(true);
  await arrive(server, 'Ada');
  await server.elapse(5_000);
  expect(desk.store.chats.value).toEqual([]);

  await desk.store.setOnQueue(true);

  await desk.shown('Ada', 'offered');
});

test('a tab with unreadable storage opens an empty console', async ({ server }) => {
  const tab = newTab();
  tab.stored.set('porchlight-console-1', '{"chats":{"a":7,"b":{"outbox":[{"key":1}]}}}');

  const desk = openDesk(server, tab);
  await desk.signIn();

  expect(desk.store.chats.value).toEqual([]);
});

test('a chat that ended while its agent was away still stands there to be read, with what was being written', async ({
  server,
}) => {
  const desk = await openedDesk(server);
  const guest = await arrive(server, 'Ada');
  const chat = await desk.accept('Ada');
  chat.saveDraft('note', 'Asks for the third time');
  desk.close();
  await guest.say('Nobody there?');
  await guest.leave();

  const again = openDesk(server, desk.tab);
  await again.store.check();
  const found = await again.shown('Ada', 'over');

  await until(() => transcriptLines(found).length === 1, 'the last words');
  expect(found.readDraft('note')).toBe('Asks for the third time');
  expect(found.unread.value).toBe(1);
});

test('the desk says how long a visitor has waited for an answer, from the first word without one', async ({
  server,
}) => {
  const desk = await openedDesk(server);
  const guest = await arrive(server, 'Ada');
  const chat = await desk.accept('Ada');
  expect(chat.waitingSince.value).toBeUndefined();

  await guest.say('Hello');
  await guest.say('Anybody?');
  await until(() => transcriptLines(chat).length === 2);
  const [first] = chat.conversation.value?.entries.value.filter(({ kind }) => kind === 'standard') ?? [];
  expect(chat.waitingSince.value).toBe(first?.at);

  chat.conversation.value?.send('Good morning');
  await until(() => transcriptLines(chat).includes('Good morning'));
  expect(chat.waitingSince.value).toBeUndefined();
  await guest.say('There you are');
  await until(() => chat.waitingSince.value !== undefined);
  await guest.leave();
  await desk.shown('Ada', 'over');
  expect(chat.waitingSince.value).toBeUndefined();
});
