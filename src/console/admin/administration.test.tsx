import '../../testing/dom.ts';
import { signal } from '@preact/signals';
import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';
import { createAdminApi } from '../../api/admin-api.ts';
import { createHttp } from '../../api/http.ts';
import { browserClock } from '../../platform/browser-clock.ts';
import { startInProcessServer } from '../../testing/in-process-server.ts';
import { createGuest } from '../../testing/test-guest.ts';
import { xssCorpus } from '../../testing/xss-corpus.ts';
import { routeOf } from '../route.ts';
import { createAdminModel } from './admin-model.ts';
import { Administration } from './administration.tsx';
import { Invitation } from './invitation.tsx';

vi.setConfig({ testTimeout: 20_000 });
configure({ asyncUtilTimeout: 5_000 });
afterEach(cleanup);

const origin = 'https://chat.example';

/** The administration over the real service, for whoever holds this token. */
async function open() {
  const server = await startInProcessServer();
  const { agent } = server;
  const permissions = signal(true);
  const through = async (request: Request): Promise<Response> => {
    if (request.url.endsWith('/console/session')) {
      const own = permissions.value ? ['webchat:deployment:update'] : [];
      return Response.json({ permissions: own, organizationId: server.seed.organizationId });
    }
    const sent = new Request(request);
    sent.headers.set('Authorization', `Bearer ${agent.token}`);
    return server.fetch(sent);
  };
  const call = createHttp({ base: server.origin, fetch: through, clock: browserClock });
  const admin = createAdminModel(createAdminApi(call));
  return { server, admin, permissions };
}

const form = (name: string) => screen.findByRole<HTMLFormElement>('form', { name });
async function fill(name: string, fields: Record<string, string>) {
  const found = await form(name);
  for (const [label, value] of Object.entries(fields)) {
    fireEvent.input(within(found).getByLabelText(label), { target: { value } });
  }
  fireEvent.submit(found);
}

test('from an empty page to a queue, a deployment and a tag that starts chats', async () => {
  const { server, admin } = await open();
  render(<Administration admin={admin} origin={origin} />);

  await fill('New queue', { Name: 'Sales "A&B"' });
  await screen.findByText('Sales "A&B"', { selector: 'span' });
  await fill('New deployment', { Name: 'Lamp shop' });
  const [shop] = await screen.findAllByText('Lamp shop', { selector: 'summary' });
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
  await server.stop();
});

test('of two who change one deployment the second is told, and what it wrote stays', async () => {
  const { server, admin } = await open();
  render(<Administration admin={admin} origin={origin} />);
  await form('Demo shop');
  const path = `/api/v2/webchat/deployments/${server.seed.deploymentId}`;
  await server.agent.call('PUT', path, { name: 'Changed elsewhere' });

  await fill('Demo shop', { Name: 'Mine' });

  const mine = await form('Demo shop');
  await within(mine).findByText(/Somebody else has changed this/);
  expect(within(mine).getByLabelText<HTMLInputElement>('Name').value).toBe('Mine');
  await server.stop();
});

test('a queue with chats in it stays, and says so; what looks like markup is text', async () => {
  const { server, admin } = await open();
  render(<Administration admin={admin} origin={origin} />);
  await (await createGuest(server)).attach();

  fireEvent.click(await screen.findByRole('button', { name: 'Remove Support' }));
  const [really] = screen.getAllByRole('button', { name: 'Remove' });
  if (really) fireEvent.click(really);
  await screen.findByText(/1 chat goes on in this queue/);
  const attack = xssCorpus[0] ?? '';
  await fill('New queue', { Name: attack });
  await screen.findByText(attack, { selector: 'span' });

  expect(document.querySelector('main script')).toBeNull();
  await server.stop();
});

test('a reply and a code are added, changed and removed; a taken word is told, and what was typed stays', async () => {
  const { server, admin } = await open();
  render(<Administration admin={admin} origin={origin} />);
  const body = 'Text ({name} is the visitor, {agent} whoever sends it)';

  await fill('New canned reply', { 'Word after the slash': '/hi', [body]: 'Hello {name}' });
  await fill('/hi', { [body]: 'Good day {name}' });
  await screen.findByDisplayValue('Good day {name}');
  await fill('New canned reply', { 'Word after the slash': 'hi', [body]: 'Twice' });
  await screen.findByText(/There is a reply \/hi already/);
  expect(screen.getByDisplayValue('Twice')).toBeTruthy();
  await fill('New wrap-up code', { Name: 'Refnud' });
  await fill('Refnud', { Name: 'Refund' });
  await form('Refund');
  for (const name of ['/hi', 'Refund']) {
    fireEvent.click(await screen.findByRole('button', { name: `Remove ${name}` }));
    const question = await screen.findByRole('group', { name: `Remove ${name} for good?` });
    fireEvent.click(within(question).getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(screen.queryByRole('form', { name })).toBeNull());
  }
  await server.stop();
});

test('a person is changed and removed; of two who change one the second is told', async () => {
  const { server, admin } = await open();
  render(<Administration admin={admin} origin={origin} />);
  await fill('Invite somebody', { Name: 'Noor', 'E-mail': 'noor@one.example' });
  await fill('Noor', { Name: 'Noor Haddad', 'Skills, by commas': 'lamps, oil', 'Chats at a time': '2' });
  await form('Noor Haddad');
  const noor = admin.people.value.find(({ name }) => name === 'Noor Haddad');
  expect(noor).toMatchObject({ skills: ['lamps', 'oil'], capacity: 2 });
  const elsewhere = { name: 'Noor H.', email: 'noor@one.example' };
  await server.agent.call('PUT', `/api/v2/users/${noor?.id}`, elsewhere);

  await fill('Noor Haddad', { Name: 'Mine' });
  await screen.findByText(/Somebody else has changed this/);
  expect(screen.getByDisplayValue('Mine')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Remove Noor Haddad' }));
  const question = screen.getByRole('group', { name: /Remove Noor Haddad/ });
  fireEvent.click(within(question).getByRole('button', { name: 'Remove' }));
  await waitFor(() => expect(admin.people.value.some(({ id }) => id === noor?.id)).toBe(false));
  await server.stop();
});

test('who is invited gets a link, and chooses a password by it', async () => {
  const { server, admin } = await open();
  render(<Administration admin={admin} origin={origin} />);
  await fill('Invite somebody', { Name: 'Noor', 'E-mail': 'noor@one.example' });
  const link = await screen.findByLabelText<HTMLInputElement>(/Give them this link/);
  const route = routeOf(new URL(link.value).hash);
  cleanup();

  render(<Invitation admin={admin} token={route.view === 'invitation' ? route.token : ''} />);
  const password = screen.getByLabelText(/Password/);
  fireEvent.input(password, { target: { value: 'correct horse' } });
  fireEvent.submit(password.closest('form') ?? document);

  await screen.findByText(/password is set/);
  await server.stop();
});

test('who may not administer is told so', async () => {
  const { server, admin, permissions } = await open();
  permissions.value = false;
  render(<Administration admin={admin} origin={origin} />);

  await screen.findByText(/Only administrators/);
  await server.stop();
});
