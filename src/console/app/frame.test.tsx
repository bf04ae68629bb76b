import '../../testing/harness/dom.ts';
import { signal } from '@preact/signals';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { formNamed, openAdministration } from '../../testing/harness/open-administration.ts';
import { newTab, openDesk } from '../../testing/harness/open-desk.ts';
import { until } from '../../testing/harness/until.ts';
import { Frame } from './frame.tsx';

afterEach(cleanup);

test('a session that ends while an administrator types asks to sign in again, and what was typed is there', async () => {
  const { server, admin } = await openAdministration();
  const desk = openDesk(server, { ...newTab(), address: { hash: '#/admin' } });
  const route = signal({ view: 'console' } as const);
  render(<Frame store={desk.store} admin={admin} pageView={route} origin="https://chat.example" />);
  await desk.signIn();
  const typed = within(await formNamed('New deployment')).getByLabelText<HTMLInputElement>('Name');
  fireEvent.input(typed, { target: { value: 'Half a na' } });

  await server.agent.call('DELETE', '/api/v2/users/me/sessions');
  await until(() => desk.store.session.value.phase === 'signed-out', 'the session is over');
  await screen.findByText(/Your session is over/);
  await desk.signIn();

  const again = within(await formNamed('New deployment')).getByLabelText<HTMLInputElement>('Name');
  expect(again.value).toBe('Half a na');
  expect(screen.queryByLabelText('Password')).toBeNull();
});

test('after too many wrong passwords the form says to wait', async () => {
  const { server, admin } = await openAdministration();
  const desk = openDesk(server);
  render(
    <Frame
      store={desk.store}
      admin={admin}
      pageView={signal({ view: 'console' } as const)}
      origin="https://chat.example"
    />,
  );
  for (let attempt = 0; attempt < 6; attempt += 1) await desk.store.signIn(server.seed.agent.email, 'wrong');

  expect((await screen.findByRole('alert')).textContent).toMatch(/Too many attempts/);
});
