import '../../testing/harness/dom.ts';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { confirm, fill, formNamed, openAdministration } from '../../testing/harness/open-administration.ts';
import { createGuest } from '../../testing/harness/test-guest.ts';
import { xssCorpus } from '../../testing/harness/xss-corpus.ts';
import { parsePageView } from '../app/page-view.ts';
import { Administration } from './administration.tsx';
import { Invitation } from './invitation.tsx';

afterEach(cleanup);

const origin = 'https://chat.example';

test('from an empty page to a queue, a deployment and a tag that starts chats', async () => {
  const { server, admin } = await openAdministration();
  render(<Administration admin={admin} origin={origin} />);

  await fill('New queue', { Name: 'Sales "A&B"' });
  await screen.findByText('Sales "A&B"', { selector: 'summary span' });
  await fill('New deployment', { Name: 'Lamp shop' });
  const [shop] = await screen.findAllByText('Lamp shop', { selector: 'summary span' });
  const block = shop?.closest('details') ?? document.body;
  fireEvent.change(within(block).getByLabelText('Chats go to'), { target: { value: 'Sales "A&B"' } });

  const tag = within(block).getByRole<HTMLTextAreaElement>('textbox', { name: /tag to paste/ });
  await waitFor(() => expect(tag.value).toContain('data-queue="Sales &quot;A&amp;B&quot;"'));
  const page = document.createElement('div');
  page.innerHTML = tag.value;
  const pasted = page.querySelector('script')?.dataset ?? {};
  const target = { targetType: 'QUEUE', targetAddress: pasted.queue };
  const guest = await createGuest(server, { deploymentId: pasted.deploymentId, routingTarget: target });
  expect(guest.id).toBeTruthy();
  expect(screen.getByText('deployment Lamp shop')).toBeTruthy();
});

test('of two who change one deployment the second is told, and what it wrote stays', async () => {
  const { server, admin } = await openAdministration();
  render(<Administration admin={admin} origin={origin} />);
  await formNamed('Demo shop');
  const path = `/api/v2/webchat/deployments/${server.seed.deploymentId}`;
  await server.agent.call('PUT', path, { name: 'Changed elsewhere' });

  await fill('Demo shop', { Name: 'Mine' });

  const mine = await formNamed('Demo shop');
  await within(mine).findByText(/Robin Ahlberg has changed this/);
  expect(within(mine).getByLabelText<HTMLInputElement>('Name').value).toBe('Mine');
});

test('a queue with chats in it stays, and says so; what looks like markup is text', async () => {
  const { server, admin } = await openAdministration();
  render(<Administration admin={admin} origin={origin} />);
  await (await createGuest(server)).attach();

  fireEvent.click(await screen.findByRole('button', { name: 'Remove Support' }));
  const question = await screen.findByRole('group', { name: 'Remove Support for good?' });
  within(question).getByText('1 chat that goes on');
  fireEvent.click(within(question).getByRole('button', { name: 'Remove' }));
  await screen.findByText(/1 chat goes on in this queue/);
  const attack = xssCorpus[0] ?? '';
  await fill('New queue', { Name: attack });
  await screen.findByText(attack, { selector: 'summary span' });

  expect(document.querySelector('main script')).toBeNull();
});

test('a reply and a code are added, changed and removed; a taken word is told, and what was typed stays', async () => {
  const { admin } = await openAdministration();
  render(<Administration admin={admin} origin={origin} />);
  const body = 'Text ({name} is the visitor, {agent} whoever sends it)';

  await fill('New canned reply', { 'Word after the slash': '/hi', [body]: 'Hello {name}' });
  await fill('/hi', { [body]: 'Good day {name}' });
  await screen.findByDisplayValue('Good day {name}');
  await fill('New canned reply', { 'Word after the slash': 'hi', [body]: 'Twice' });
  await screen.findByText(/There is a reply \/hi already/);
  expect(screen.getByDisplayValue('Twice')).toBeTruthy();
  await fill('New wrap-up code', { Name: 'Refnud' });
  await fill('Wrap-up code Refnud', { Name: 'Refund' });
  await formNamed('Wrap-up code Refund');
  const effects = {
    '/hi': 'Nothing else uses it. What was sent',
    Refund: 'Chats that were said to be about it stay so.',
  };
  for (const [name, effect] of Object.entries(effects)) {
    fireEvent.click(await screen.findByRole('button', { name: `Remove ${name}` }));
    await screen.findByText(effect, { exact: false });
    fireEvent.click(screen.getByRole('button', { name: 'Keep' }));
    await confirm(`Remove ${name}`, `Remove ${name} for good?`, 'Remove');
    await waitFor(() => expect(screen.queryByText(name, { selector: 'summary' })).toBeNull());
  }
});

test('a person is changed and removed; of two who change one the second is told', async () => {
  const { server, admin } = await openAdministration();
  render(<Administration admin={admin} origin={origin} />);
  await fill('Invite somebody', { Name: 'Noor', 'E-mail': 'noor@one.example' });
  await fill('Noor, noor@one.example', {
    Name: 'Noor Haddad',
    'Skills, by commas': 'lamps, oil',
    'Chats at a time': '2',
  });
  await formNamed('Noor Haddad, noor@one.example');
  const noor = admin.people.value.find(({ name }) => name === 'Noor Haddad');
  expect(noor).toMatchObject({ skills: ['lamps', 'oil'], capacity: 2 });
  const elsewhere = { name: 'Noor H.', email: 'noor@one.example' };
  await server.agent.call('PUT', `/api/v2/users/${noor?.id}`, elsewhere);

  await fill('Noor Haddad, noor@one.example', { Name: 'Mine' });
  await screen.findByText(/Robin Ahlberg has changed this/);
  expect(screen.getByDisplayValue('Mine')).toBeTruthy();
  await confirm('Remove Noor Haddad', /Remove Noor Haddad/, 'Remove');
  await waitFor(() => expect(admin.people.value.some(({ id }) => id === noor?.id)).toBe(false));
});

test('who is invited gets a link, and chooses a password by it', async () => {
  const { admin } = await openAdministration();
  render(<Administration admin={admin} origin={origin} />);
  await fill('Invite somebody', { Name: 'Noor', 'E-mail': 'noor@one.example' });
  const link = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: /^Give them this link/ });
  const route = parsePageView(new URL(link.value).hash);
  cleanup();

  render(<Invitation admin={admin} token={route.view === 'invitation' ? route.token : ''} />);
  const password = screen.getByLabelText(/Password/);
  fireEvent.input(password, { target: { value: 'correct horse' } });
  fireEvent.submit(password.closest('form') ?? document);

  await screen.findByText(/password is set/);
});

test('who may not administer is told so', async () => {
  const { admin, isAllowed } = await openAdministration();
  isAllowed.value = false;
  render(<Administration admin={admin} origin={origin} />);

  await screen.findByText(/Only administrators/);
});
