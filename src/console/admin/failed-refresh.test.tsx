import '../../testing/harness/dom.ts';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { createFakeClock } from '../../testing/fakes/clock.ts';
import { fill, formNamed, openAdministration } from '../../testing/harness/open-administration.ts';
import { Administration } from './administration.tsx';

afterEach(cleanup);

const unavailable = () => Response.json({ message: 'later' }, { status: 503 });
const readings = 'GET';

async function openPage() {
  const clock = createFakeClock();
  const opened = await openAdministration({ clock });
  render(<Administration admin={opened.admin} origin="https://chat.example" />);
  await formNamed('Demo shop');
  return { ...opened, clock };
}

const field = async (form: string, label: string) =>
  within(await formNamed(form)).getByLabelText<HTMLInputElement>(label);

const type = async (form: string, label: string, value: string) =>
  fireEvent.input(await field(form, label), { target: { value } });

test('a save whose reading again fails takes no form away, says so and reads again [L2]', async () => {
  const { faults, clock } = await openPage();
  await type('New queue', 'Name', 'Half a name');
  faults.set(readings, unavailable);

  await fill('Demo shop', { Name: 'Lamp shop' });

  await screen.findByText(/could not be updated/);
  expect((await field('New queue', 'Name')).value).toBe('Half a name');
  await formNamed('Lamp shop');
  faults.clear();
  await clock.elapse(2_500);
  await waitFor(() => expect(screen.queryByText(/could not be updated/)).toBeNull());
  expect((await field('New queue', 'Name')).value).toBe('Half a name');
});

test('a form that could not be read again is saved a second time without a conflict with itself', async () => {
  const { server, faults } = await openPage();
  faults.set(readings, unavailable);
  await fill('Demo shop', { Name: 'Lamp shop' });
  await screen.findByText(/could not be updated/);

  await fill('Lamp shop', { Name: 'Oil shop' });

  await formNamed('Oil shop');
  expect(screen.queryByText(/has changed this/)).toBeNull();
  const { body } = await server.agent.call('GET', `/api/v2/webchat/deployments/${server.seed.deploymentId}`);
  expect(body).toMatchObject({ name: 'Oil shop', version: 3 });
});

test('one list that cannot be read leaves the others up to date', async () => {
  const { server, admin, faults, clock } = await openPage();
  faults.set('GET /api/v2/routing/wrapupcodes', unavailable);

  await fill('New queue', { Name: 'Sales' });

  await screen.findByText('Sales', { selector: 'summary span' });
  await screen.findByText(/could not be updated/);
  expect(admin.state.value).toBe('ready');
  await server.agent.call('POST', '/api/v2/routing/wrapupcodes', { name: 'Refund' });
  faults.clear();
  await clock.elapse(2_500);
  await screen.findByText('Refund', { selector: 'summary' });
});

test('what is typed into a form stays when somebody else changes the same thing meanwhile', async () => {
  const { server, admin } = await openPage();
  await type('Demo shop', 'Name', 'Mine');
  await server.agent.call('PUT', `/api/v2/webchat/deployments/${server.seed.deploymentId}`, { name: 'Theirs' });

  await fill('New queue', { Name: 'Sales' });

  await screen.findByText('Sales', { selector: 'summary span' });
  await waitFor(() => expect(admin.deployments.value[0]?.name).toBe('Theirs'));
  expect((await field('Demo shop', 'Name')).value).toBe('Mine');
  fireEvent.submit(await formNamed('Demo shop'));
  fireEvent.click(await screen.findByRole('button', { name: 'Show theirs instead' }));
  await waitFor(async () => expect((await field('Theirs', 'Name')).value).toBe('Theirs'));
});

test('a removal whose reading again fails is seen at once', async () => {
  const { faults } = await openPage();
  await fill('New wrap-up code', { Name: 'Refund' });
  await formNamed('Wrap-up code Refund');
  fireEvent.click(await screen.findByRole('button', { name: 'Remove Refund' }));
  await screen.findByRole('group', { name: 'Remove Refund for good?' });
  faults.set(readings, unavailable);

  fireEvent.click(within(screen.getByRole('group', { name: 'Remove Refund for good?' })).getByText('Remove'));

  await screen.findByText(/could not be updated/);
  expect(screen.queryByText('Refund', { selector: 'summary' })).toBeNull();
});

test('a first reading that fails is repeated by itself', async () => {
  const clock = createFakeClock();
  const { admin, faults } = await openAdministration({ clock });
  faults.set('GET /api/v2/routing/queues', unavailable);
  render(<Administration admin={admin} origin="https://chat.example" />);
  await screen.findByText(/did not answer/);

  faults.clear();
  await clock.elapse(2_500);

  await formNamed('Demo shop');
  expect(screen.queryByText(/did not answer/)).toBeNull();
});
