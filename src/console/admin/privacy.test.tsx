import '../../testing/harness/dom.ts';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { confirm, fill, openAdministration } from '../../testing/harness/open-administration.ts';
import { createConnectedChat } from '../../testing/harness/test-guest.ts';
import { Administration } from './administration.tsx';

afterEach(cleanup);

test("one person's data is looked up, handed out, and deleted only after a question", async () => {
  const { server, admin } = await openAdministration();
  for (const email of ['eve@one.example', 'Eve@ONE.example', 'ada@one.example']) {
    const { guest } = await createConnectedChat(server, { memberInfo: { displayName: 'Eve', email } });
    await guest.say('My secret');
    await guest.leave();
    await server.elapse(1000);
  }
  render(<Administration admin={admin} origin="https://chat.example" />);

  await fill('Personal data', { 'E-mail': 'eve@one.example' });
  await screen.findByText('2 chats that are over were had with eve@one.example.');
  const found = await admin.findPerson('eve@one.example');
  expect('json' in found && JSON.parse(found.json)).toMatchObject({ email: 'eve@one.example' });
  fireEvent.click(screen.getByRole('button', { name: 'Delete: eve@one.example' }));
  const asked = screen.getByRole('group', { name: /2 chats of eve@one.example for good/ });
  fireEvent.click(within(asked).getByRole('button', { name: 'Not now' }));
  expect(await admin.findPerson('eve@one.example')).toMatchObject({ count: 2 });
  await confirm('Delete: eve@one.example', /2 chats of eve@one.example for good/, 'Delete');
  await screen.findByText('personal data 2 chats');

  expect(await admin.findPerson('eve@one.example')).toMatchObject({ count: 0 });
  expect(await admin.findPerson('ada@one.example')).toMatchObject({ count: 1 });
  await fill('Personal data', { 'E-mail': 'eve@one.example' });
  await screen.findByText('No chat that is over was had with eve@one.example.');
});
