import { resolveObjectURL } from 'node:buffer';
import '../../testing/harness/dom.ts';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';
import { confirm, fill, formNamed, openAdministration } from '../../testing/harness/open-administration.ts';
import { createConnectedChat } from '../../testing/harness/test-guest.ts';
import { Administration } from './administration.tsx';

afterEach(cleanup);

async function openPage() {
  const opened = await openAdministration();
  render(<Administration admin={opened.admin} origin="https://chat.example" />);
  await formNamed('Demo shop');
  return opened;
}
const button = (name: string) => screen.findByRole('button', { name });
const hasFocus = (element: HTMLElement) => waitFor(() => expect(document.activeElement).toBe(element));

test('a question before removing says what goes with it, gives the focus to the harmless answer, and gives it back', async () => {
  const { server } = await openPage();
  await server.agent.call('POST', '/api/v2/routing/wrapupcodes', { name: 'Refund' });
  await fill('New wrap-up code', { Name: 'Order' });

  fireEvent.click(await button('Remove Refund'));
  const question = within(await screen.findByRole('group', { name: 'Remove Refund for good?' }));
  question.getByText(/Chats that were said to be about it stay so/);
  await hasFocus(question.getByRole('button', { name: 'Keep' }));
  fireEvent.click(question.getByRole('button', { name: 'Keep' }));

  await hasFocus(await button('Remove Refund'));
});

test('a question before what others feel gives the focus to the harmless answer, gives it back, and says when it is done', async () => {
  await openPage();
  const name = 'Sign out everywhere: Robin Ahlberg';

  fireEvent.click(await button(name));
  const question = within(await screen.findByRole('group', { name: /Sign Robin Ahlberg out/ }));
  await hasFocus(question.getByRole('button', { name: 'Not now' }));
  fireEvent.click(question.getByRole('button', { name: 'Not now' }));
  await hasFocus(await button(name));
  await confirm(name, /Sign Robin Ahlberg out/, 'Sign out everywhere');

  await waitFor(async () => expect((await button(name)).parentElement?.textContent).toContain('Done.'));
});

test('a taken name is not reported as another administrator’s change', async () => {
  await openPage();
  for (const name of ['Sales', 'Night']) {
    await fill('New queue', { Name: name });
    await formNamed(`Queue ${name}`);
  }

  const form = await fill('Queue Night', { Name: 'Sales' });

  await waitFor(() => expect(within(form).getByRole('alert').textContent).toMatch(/What you wrote is still here/));
  expect(within(form).queryByText(/has changed this/)).toBeNull();
  expect(screen.queryByRole('button', { name: 'Save mine over it' })).toBeNull();
});

test('personal data is saved as it was found, and another search begins without it', async () => {
  const saved: { name: string; address: string }[] = [];
  const link = document.createElement('a').constructor.prototype as HTMLAnchorElement;
  vi.spyOn(link, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, address: this.href });
  });
  const { server } = await openPage();
  const { guest } = await createConnectedChat(server, { memberInfo: { displayName: 'Eve', email: 'eve@one.example' } });
  await guest.say('My secret');
  await guest.leave();
  await server.elapse(1000);

  await fill('Personal data', { 'E-mail': 'eve@one.example' });
  fireEvent.click(await button('Save all of it as a file'));
  expect(saved[0]?.name).toBe('personal-data.json');
  const text = (await resolveObjectURL(saved[0]?.address ?? '')?.text()) ?? '';
  expect(JSON.parse(text)).toMatchObject({ email: 'eve@one.example', chats: [{ id: guest.id }] });
  expect(text).toContain('My secret');

  await fill('Personal data', { 'E-mail': 'x'.repeat(300) });
  await waitFor(() => expect(screen.queryByText(/were had with|was had with/)).toBeNull());
});
