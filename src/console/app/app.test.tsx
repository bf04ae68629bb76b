import '../../testing/harness/dom.ts';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, expect } from 'vitest';
import type { InProcessServer } from '../../testing/harness/in-process-server.ts';
import { openDesk } from '../../testing/harness/open-desk.ts';
import { arrive, test } from '../../testing/harness/service-test.ts';
import { App } from './app.tsx';

afterEach(cleanup);

const button = (name: string | RegExp) => screen.findByRole('button', { name });
const composer = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });
const inLog = (text: string) => waitFor(() => within(screen.getByRole('log')).getByText(text));
const write = (field: HTMLTextAreaElement, text: string) => fireEvent.input(field, { target: { value: text } });

async function openApp(server: InProcessServer) {
  const desk = openDesk(server);
  render(<App store={desk.store} />);
  await desk.signIn();
  const visit = async (displayName: string) => {
    const guest = await arrive(server, displayName);
    await button(displayName);
    return guest;
  };
  return { desk, visit };
}

test('the form says that the password is wrong, and lets in with the right one', async ({ server }) => {
  const desk = openDesk(server);
  render(<App store={desk.store} />);
  await desk.store.check();

  fireEvent.input(await screen.findByLabelText('E-mail'), { target: { value: server.seed.agent.email } });
  fireEvent.input(screen.getByLabelText('Password'), { target: { value: 'wrong' } });
  fireEvent.submit(screen.getByLabelText('Password').closest('form') ?? document);
  await waitFor(() => expect(screen.getByRole('alert').textContent).toMatch(/do not match/));
  expect(screen.getByLabelText<HTMLInputElement>('E-mail').value).toBe(server.seed.agent.email);
  fireEvent.input(screen.getByLabelText('Password'), { target: { value: server.seed.agent.password } });
  fireEvent.submit(screen.getByLabelText('Password').closest('form') ?? document);

  await button('Sign out');
});

test('accepting opens the chat ready to write, and both sides read what was written', async ({ server }) => {
  const { visit } = await openApp(server);
  const ada = await visit('Ada');
  await waitFor(() => expect(document.title).toContain('(1)'));

  fireEvent.click(await button('Accept'));
  const field = await composer();
  await waitFor(() => expect(document.activeElement).toBe(field));
  write(field, 'Good morning');
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(field.value).toBe('');
  // What the first look finds is no news.
  await screen.findByText('The conversation starts here');
  await ada.say('See https://example.com/a, please');

  await inLog('Good morning');
  await ada.socket.waitFor('message Good morning');
  const link = await screen.findByRole('link', { name: 'https://example.com/a' });
  expect(link.closest('.bubble')?.textContent).toBe('See https://example.com/a, please');
  await waitFor(() => expect(screen.getByRole('status').textContent).toContain('Ada: See'));
});

test('a new offer takes neither the focus nor the text, and the keys reach it', async ({ server }) => {
  const { visit } = await openApp(server);
  await visit('Ada');
  fireEvent.click(await button('Accept'));
  const field = await composer();
  await waitFor(() => expect(document.activeElement).toBe(field));
  write(field, 'half a thou');

  const ben = await visit('Ben');
  await waitFor(() => expect(screen.getByRole('status').textContent).toContain('Ben is waiting'));
  expect(document.activeElement).toBe(field);
  fireEvent.keyDown(field, { key: 'j' });
  expect(document.activeElement).toBe(field);
  fireEvent.keyDown(field, { key: 'Escape' });
  expect(document.activeElement).toBe(await button('Ada'));
  fireEvent.keyDown(await button('Ada'), { key: 'k' });
  expect(document.activeElement).toBe(await button('Ben'));
  fireEvent.keyDown(await button('Ben'), { key: 'Enter' });

  await ben.socket.waitFor('member-join');
  await waitFor(async () => expect(document.activeElement).toBe(await composer()));
  expect((await composer()).value).toBe('');
  fireEvent.click(await button('Ada'));
  await waitFor(async () => expect((await composer()).value).toBe('half a thou'));
});

test('who types is named in one place, where one is looking', async ({ server }) => {
  const { visit } = await openApp(server);
  const ada = await visit('Ada');
  fireEvent.click(await button('Accept'));
  await composer();
  await screen.findByText('The conversation starts here');
  const typing = () => screen.getAllByText('Ada is typing…');

  await ada.call('POST', `/members/${ada.memberId}/typing`);
  await waitFor(() => expect(typing().map((one) => one.closest('[role=log]') !== null)).toEqual([true]));
  const ben = await visit('Ben');
  fireEvent.click(await button('Ben'));

  await waitFor(() => expect(typing().map((one) => one.closest('nav') !== null)).toEqual([true]));
  await ben.leave();
});

test('the Enter that ends a composition sends nothing', async ({ server }) => {
  const { visit } = await openApp(server);
  await visit('Ada');
  fireEvent.click(await button('Accept'));
  const field = await composer();
  write(field, 'こんにちは');

  fireEvent.keyDown(field, { key: 'Enter', isComposing: true });
  fireEvent.keyDown(field, { key: 'Enter', keyCode: 229 });
  fireEvent.keyDown(field, { key: 'Enter', shiftKey: true });

  expect(field.value).toBe('こんにちは');
});

test('ending asks first, and only the second word counts', async ({ server }) => {
  const { visit } = await openApp(server);
  const ada = await visit('Ada');
  fireEvent.click(await button('Accept'));
  await composer();

  fireEvent.click(await button('End chat'));
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Cancel' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  fireEvent.click(await button('End chat'));
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'End chat' }));

  expect((await ada.socket.closed).code).toBe(1001);
  await screen.findByRole('heading', { name: 'No chats yet' });
});

test('when the visitor leaves, the chat says so and can be put away', async ({ server }) => {
  const { visit } = await openApp(server);
  const ada = await visit('Ada');
  fireEvent.click(await button('Accept'));
  await composer();
  await ada.say('Thank you');
  await inLog('Thank you');

  await ada.leave();
  await screen.findByText('Ada left. This chat is over.');
  expect(screen.queryByRole('textbox', { name: 'Message' })).toBeNull();
  await inLog('Thank you');
  fireEvent.click(await button('Close'));

  await waitFor(() => expect(screen.queryByRole('button', { name: 'Ada' })).toBeNull());
});

test('asking to share shows the answer in plain words', async ({ server }) => {
  const { visit } = await openApp(server);
  const ada = await visit('Ada');
  fireEvent.click(await button('Accept'));
  await composer();

  fireEvent.click(await button('Ask for co-browse'));
  await screen.findByText('Waiting for Ada to answer your request for co-browse.');
  const { body } = await ada.call('GET', '/mediarequests');
  const [asked] = (body as { entities: { id: string }[] }).entities;
  await ada.call('PATCH', `/mediarequests/${asked?.id}`, { types: ['COBROWSE'], state: 'ACCEPTED' });

  await waitFor(() => screen.getAllByText('Ada accepted co-browse. Nothing is shared yet.'));
});
