import '../../testing/harness/dom.ts';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { allPermissions } from '../../server/domain/permissions.ts';
import { addAgent, administer } from '../../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { newTab, openDesk } from '../../testing/harness/open-desk.ts';
import { createGuest } from '../../testing/harness/test-guest.ts';
import { until } from '../../testing/harness/until.ts';
import { App } from '../app/app.tsx';

let server: InProcessServer;
beforeEach(async () => {
  server = await startInProcessServer();
  const chief = await addAgent(server, { name: 'Chief', permissions: allPermissions, isOnQueue: false });
  for (const name of ['Order', 'Refund']) await chief.call('POST', '/api/v2/routing/wrapupcodes', { name });
  for (const [shortcut, body] of [
    ['hello', 'Hello {name}, {agent} here.'],
    ['hours', 'We are here until six.'],
  ]) {
    await chief.call('POST', '/api/v2/responses', { shortcut, body });
  }
});
afterEach(async () => {
  cleanup();
  expect(server.bugs).toEqual([]);
  await server.stop();
});

const button = (name: string) => screen.findByRole('button', { name });
const composer = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });
const write = (field: Element, value: string) => fireEvent.input(field, { target: { value } });

/** A colleague with a password: an agent without one is only invited. */
async function addColleague(name: string, capacity = 4) {
  const colleague = await addAgent(server, { name, capacity, isOnQueue: false });
  await administer(server, (db) =>
    db.updateTable('user').set({ password_hash: '-' }).where('name', '=', name).execute(),
  );
  return colleague;
}

async function talkTo(displayName: string) {
  const desk = openDesk(server);
  const { unmount } = render(<App store={desk.store} />);
  await desk.signIn();
  const guest = await createGuest(server, { memberInfo: { displayName } });
  const socket = await guest.attach();
  onTestFinished(() => socket.close());
  fireEvent.click(await button('Accept'));
  await composer();
  return { desk, guest, socket, unmount };
}

/** What the service keeps of the signed-in agent's last part of a chat. */
async function wrapupOf(chatId: string): Promise<unknown> {
  const { participants } = await server.agent.conversation(chatId);
  const mine = participants.findLast(({ userId }) => userId === server.agent.userId);
  return (await server.agent.call('GET', `/api/v2/conversations/chats/${chatId}/participants/${mine?.id}/wrapup`)).body;
}

test('a slash finds canned replies, and the chosen one is filled in, still to be changed and sent', async () => {
  const { desk, socket } = await talkTo('Ada');
  const field = await composer();

  write(field, 'and/or');
  expect(screen.queryByRole('listbox')).toBeNull();
  write(field, '/h');
  expect((await screen.findAllByRole('option')).map(({ textContent }) => textContent)).toHaveLength(2);
  fireEvent.keyDown(field, { key: 'ArrowDown' });
  await waitFor(() => {
    const active = document.getElementById(field.getAttribute('aria-activedescendant') ?? '');
    expect([active?.ariaSelected ?? active?.getAttribute('aria-selected'), active?.textContent]).toEqual([
      'true',
      '/hours We are here until six.',
    ]);
  });
  fireEvent.keyDown(field, { key: 'Escape' });
  await waitFor(() => expect(screen.queryByRole('listbox')).toBeNull());
  expect(field.value).toBe('/h');
  write(field, '/hel');
  await screen.findByRole('option');
  fireEvent.keyDown(field, { key: 'Enter' });

  const user = desk.store.session.value.phase === 'signed-in' ? desk.store.session.value.user.name : '';
  await waitFor(() => expect(field.value).toBe(`Hello Ada, ${user} here.`));
  expect(socket.frames).not.toContain('Hello Ada');
  fireEvent.keyDown(field, { key: 'Enter' });
  await socket.waitFor(`message Hello Ada, ${user} here.`);
});

test('a chat is transferred to a colleague with a note that only colleagues read', async () => {
  const kim = await addColleague('Kim');
  await addColleague('Full', 0);
  const { guest, socket } = await talkTo('Ada');
  const asked = async () => within(await screen.findByRole('dialog', { name: 'Transfer the chat with Ada' }));

  fireEvent.keyDown(await screen.findByRole('log'), { key: 't' });
  let dialog = await asked();
  const targets = await dialog.findAllByRole('radio');
  expect(targets.map((one) => one.closest('label')?.textContent)).toEqual([
    'Support Queue',
    'Full Off queue',
    'Kim Off queue',
  ]);
  write(dialog.getByRole('textbox', { name: /Note to colleagues/ }), 'Wants a refund');
  write(dialog.getByRole('searchbox'), 'full');
  fireEvent.click(dialog.getByRole('button', { name: 'Transfer' }));
  expect((await dialog.findByRole('alert')).textContent).toContain('as many chats as they take');
  fireEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
  fireEvent.click(await button('Transfer'));
  dialog = await asked();
  expect(dialog.getByRole<HTMLTextAreaElement>('textbox', { name: /Note to colleagues/ }).value).toBe('Wants a refund');
  write(await dialog.findByRole('searchbox'), 'KIM');
  await waitFor(() => expect(dialog.getAllByRole('radio')).toHaveLength(1));
  fireEvent.click(dialog.getByRole('button', { name: 'Transfer' }));

  await button('Wrap up');
  await waitFor(() => expect(document.activeElement?.getAttribute('name')).toBe('code'));
  await kim.accept(guest.id);
  const { body } = await kim.call('GET', `/api/v2/conversations/chats/${guest.id}/notes`);
  expect(JSON.stringify(body)).toContain('Wants a refund');
  await socket.waitFor('member-join');
  expect(JSON.stringify([socket.frames, (await guest.call('GET', '/messages')).body])).not.toContain('refund');
});

test('a chat that is over waits for its wrap-up, also after a reload, with what was written', async () => {
  const { desk, guest, unmount } = await talkTo('Ada');
  await guest.say('Where is my parcel?');
  await within(await screen.findByRole('log')).findByText('Where is my parcel?');

  await guest.leave();
  await screen.findByText('Ada left. This chat is over.');
  fireEvent.click(await screen.findByRole('radio', { name: 'Refund' }));
  write(await screen.findByRole('textbox', { name: 'Notes' }), 'Sent again');
  unmount();
  desk.close();
  const again = openDesk(server, desk.tab);
  render(<App store={again.store} />);
  await again.store.check();
  await again.shown('Ada', 'over');
  await within(await screen.findByRole('log')).findByText('Where is my parcel?');
  expect((await screen.findByRole<HTMLInputElement>('radio', { name: 'Refund' })).checked).toBe(true);
  fireEvent.click(await button('Wrap up'));

  await waitFor(() => expect(screen.queryByRole('button', { name: 'Ada' })).toBeNull());
  expect(await wrapupOf(guest.id)).toMatchObject({ name: 'Refund', notes: 'Sent again' });
  again.store.dispose();
  const later = openDesk(server, again.tab);
  await later.store.check();
  await waitFor(() => expect(later.store.isListed.value).toBe(true));
  expect(later.find('Ada')).toBeUndefined();
});

test('whoever ends a chat says what it was about, or puts it away without', async () => {
  const { guest } = await talkTo('Ada');

  fireEvent.click(await button('End chat'));
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'End chat' }));
  await waitFor(() => expect(document.activeElement?.getAttribute('name')).toBe('code'));
  fireEvent.click(await button('Close without'));

  await screen.findByRole('heading', { name: 'No chats yet' });
  expect(await wrapupOf(guest.id)).toEqual({});
});

test('what is wrapped up in one tab is gone from the other, too', async () => {
  const { desk, guest } = await talkTo('Ada');
  const other = openDesk(server, { ...newTab(), cookies: desk.tab.cookies });
  await other.store.check();
  await other.shown('Ada', 'active');
  await guest.leave();
  const over = await other.shown('Ada', 'over');
  await until(() => other.store.directory.wrapupCodes.value.length > 0);

  const [code] = other.store.directory.wrapupCodes.value;
  expect(await other.store.actions.wrapUp(over, code?.id ?? '', '')).toBe(true);
  desk.page.wake();

  await screen.findByRole('heading', { name: 'No chats yet' });
  const reloaded = openDesk(server, desk.tab);
  await reloaded.store.check();
  await until(() => reloaded.store.isListed.value);
  expect(reloaded.find('Ada')).toBeUndefined();
});
