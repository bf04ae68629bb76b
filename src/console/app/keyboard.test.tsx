import '../../testing/harness/dom.ts';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { openDesk } from '../../testing/harness/open-desk.ts';
import { createGuest } from '../../testing/harness/test-guest.ts';
import { App } from './app.tsx';

afterEach(cleanup);

const button = (name: string) => screen.findByRole('button', { name });
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });

test('one letter each accepts, asks to end and lists the keys, and none does while writing', async () => {
  await using server = disposable(await startInProcessServer());
  const desk = openDesk(server);
  render(<App store={desk.store} />);
  await desk.signIn();
  const guest = await createGuest(server, { memberInfo: { displayName: 'Ada' } });
  await guest.attach();
  await button('Ada');

  press('a');
  const field = await screen.findByRole('textbox', { name: 'Message' });
  await waitFor(() => expect(document.activeElement).toBe(field));
  for (const key of ['e', '?', 'a']) press(key);
  expect(screen.queryByRole('dialog')).toBeNull();
  press('Escape');
  press('e');
  fireEvent.click(await button('Cancel'));
  press('r');
  await waitFor(() => expect(document.activeElement).toBe(field));
  press('Escape');
  press('?');

  await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
});

test('letters that are switched off stay off in the next tab, and the arrows go on', async () => {
  await using server = disposable(await startInProcessServer());
  const desk = openDesk(server);
  const { unmount } = render(<App store={desk.store} />);
  await desk.signIn();
  const guest = await createGuest(server, { memberInfo: { displayName: 'Ada' } });
  await guest.attach();
  await button('Ada');

  press('?');
  fireEvent.click(await screen.findByRole('checkbox', { name: 'Single letters are shortcuts' }));
  expect(screen.queryByText('J')).toBeNull();
  fireEvent.click(await button('Close'));
  unmount();
  desk.close();
  const again = openDesk(server, desk.tab);
  render(<App store={again.store} />);
  await again.store.check();
  await button('Ada');
  await waitFor(() => {
    press('ArrowDown');
    expect(again.store.selected.value).toBe(again.find('Ada'));
  });
  for (const key of ['?', 'a']) press(key);

  expect(screen.queryByRole('dialog')).toBeNull();
  expect(again.find('Ada')?.actionState.value.state).toBe('idle');
});

test('the address opens the chat, Back leads to the list, and a chat that is gone leads nowhere', async () => {
  await using server = disposable(await startInProcessServer());
  const desk = openDesk(server);
  render(<App store={desk.store} />);
  await desk.signIn();
  const guest = await createGuest(server, { memberInfo: { displayName: 'Ada' } });
  await guest.attach();
  fireEvent.click(await button('Ada'));
  expect(desk.address.hash()).toBe(`#/chats/${desk.find('Ada')?.id}`);
  const inChat = desk.store.route.value;

  desk.address.back();
  await screen.findByRole('heading', { name: 'Choose a chat' });
  desk.store.navigate(inChat);
  await screen.findByRole('region', { name: 'Ada' });
  await guest.leave();

  await screen.findByRole('heading', { name: 'No chats yet' });
  expect(desk.address.hash()).toBe('#/chats');
});

const disposable = <T extends { stop(): Promise<unknown> }>(server: T) =>
  Object.assign(server, { [Symbol.asyncDispose]: async () => void (await server.stop()) });
