import '../../testing/harness/dom.ts';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { confirm, fill, formNamed, openAdministration } from '../../testing/harness/open-administration.ts';
import { createGuest } from '../../testing/harness/test-guest.ts';
import { Administration } from './administration.tsx';

afterEach(cleanup);

async function openPage() {
  const opened = await openAdministration();
  render(<Administration admin={opened.admin} origin="https://chat.example" />);
  await formNamed('Demo shop');
  return opened;
}

test('every setting of a deployment that the service knows is read, changed and kept', async () => {
  const { server } = await openPage();
  const path = `/api/v2/webchat/deployments/${server.seed.deploymentId}`;
  const block = await formNamed('Demo shop');
  for (const box of [
    'Starts no chats',
    'Only visitors whom the site vouches for',
    'The page may set a chat’s priority',
  ]) {
    fireEvent.click(within(block).getByLabelText(box));
  }
  fireEvent.change(within(block).getByLabelText('Look of the original widget'), { target: { value: 'basic' } });
  const own = within(block).getByLabelText<HTMLSelectElement>('Queue of its own');
  expect(own.value).toBe('');
  const queue = [...own.options].find(({ text }) => text === server.seed.queue);
  fireEvent.change(own, { target: { value: queue?.value } });
  await fill('Demo shop', {
    Name: 'All of it',
    'Sites that may use it, one a line (none means any)': 'shop.example\n*.shop.example',
    'Delete chats so many days after their end (empty keeps them)': '30',
    'Description, for colleagues': 'What it is for',
    'Where the site signs its visitors in': 'https://shop.example/in',
    'Flow, by its id elsewhere': 'flow-1',
    'Name of the flow': 'First line',
  });
  const mine = await formNamed('All of it');

  const { body } = await server.agent.call('GET', path);
  expect(body).toEqual({
    id: server.seed.deploymentId,
    name: 'All of it',
    description: 'What it is for',
    authenticationRequired: true,
    authenticationUrl: 'https://shop.example/in',
    disabled: true,
    webChatConfig: { webChatSkin: 'basic' },
    allowedDomains: ['shop.example', '*.shop.example'],
    flow: { id: 'flow-1', name: 'First line' },
    retentionDays: 30,
    queueId: queue?.value,
    acceptPriority: true,
    version: 2,
    selfUri: path,
  });
  expect(within(mine).getByLabelText<HTMLInputElement>('Flow, by its id elsewhere').value).toBe('flow-1');
});

test('a rejected value is explained at its field, which gets the focus, and everything typed stays', async () => {
  await openPage();
  const long = 'x'.repeat(70);
  const form = await fill('New canned reply', {
    'Word after the slash': long,
    'Text ({name} is the visitor, {agent} whoever sends it)': 'Hello',
  });

  const field = await within(form).findByRole<HTMLInputElement>('textbox', { name: 'Word after the slash' });
  await waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'));
  const description = document.getElementById(field.getAttribute('aria-describedby') ?? '');
  expect(description?.textContent).toMatch(/One word without a slash/);
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(field.value).toBe(long);
});

test('on a conflict an administrator saves over the other change, or sees it', async () => {
  const { server } = await openPage();
  const path = `/api/v2/webchat/deployments/${server.seed.deploymentId}`;
  await server.agent.call('PUT', path, { name: 'Theirs' });
  await fill('Demo shop', { Name: 'Mine' });
  await screen.findByText(/Robin Ahlberg has changed this/);

  fireEvent.click(screen.getByRole('button', { name: 'Save mine over it' }));
  await formNamed('Mine');
  await server.agent.call('PUT', path, { name: 'Theirs again' });
  await fill('Mine', { Name: 'Not this' });
  fireEvent.click(await screen.findByRole('button', { name: 'Show theirs instead' }));

  const theirs = await formNamed('Theirs again');
  expect(within(theirs).getByLabelText<HTMLInputElement>('Name').value).toBe('Theirs again');
});

test('a queue is renamed and its members chosen by what they can do and how many chats they take', async () => {
  const { server, admin } = await openPage();
  const support = await formNamed('Queue Support');
  within(support).getByText('4 chats at a time');

  fireEvent.click(within(support).getByRole('checkbox', { name: /Robin Ahlberg/ }));
  await fill('Queue Support', { Name: 'Night' });
  await formNamed('Queue Night');

  expect(admin.queues.value.map(({ name, memberIds }) => [name, memberIds])).toEqual([['Night', []]]);
  const guest = await createGuest(server, { routingTarget: { targetType: 'QUEUE', targetAddress: 'Night' } });
  expect(guest.id).toBeTruthy();
});

test('a program gets its secret once, another one on demand, and goes', async () => {
  const { server, admin } = await openPage();
  const form = await formNamed('New program');
  fireEvent.click(within(form).getByLabelText('webchat:deployment:read'));
  await fill('New program', { Name: 'Terraform' });
  const secretOf = async () =>
    (await screen.findAllByRole<HTMLTextAreaElement>('textbox', { name: 'Secret' }))[0]?.value ?? '';
  const first = await secretOf();
  await formNamed('Program Terraform');
  const comesInBy = async (secret: string) => {
    const id = admin.clients.value.find(({ name }) => name === 'Terraform')?.id;
    const headers = { Authorization: `Basic ${btoa(`${id}:${secret}`)}` };
    const body = new URLSearchParams({ grant_type: 'client_credentials' });
    return (await server.fetch('/oauth/token', { method: 'POST', headers, body })).ok;
  };
  expect(await comesInBy(first)).toBe(true);

  await confirm('New secret: Terraform', /A new secret for Terraform/, 'New secret');
  await waitFor(async () => expect(await secretOf()).not.toBe(first));
  expect(await comesInBy(first)).toBe(false);
  expect(await comesInBy(await secretOf())).toBe(true);
  await confirm('Remove Terraform', 'Remove Terraform for good?', 'Remove');

  await waitFor(() => expect(screen.queryByRole('form', { name: 'Program Terraform' })).toBeNull());
});

test('a person gets another link, as the log says, and is signed out everywhere; older entries come on demand', async () => {
  const { server } = await openPage();
  const responses = Array.from({ length: 50 }, (_, index) => ({ shortcut: `r${index}`, body: 'x' }));
  for (const response of responses) {
    await server.agent.call('POST', '/api/v2/responses', response);
    await server.elapse(1);
  }
  await confirm('New link: Robin Ahlberg', /A new link for Robin/, 'New link');
  await screen.findByRole('textbox', { name: /^Give them this link/ });
  await server.elapse(1);
  await confirm('Sign out everywhere: Robin Ahlberg', /Sign Robin Ahlberg out/, 'Sign out everywhere');

  await screen.findByText('person Robin Ahlberg', { selector: 'li:nth-child(1) span' });
  await waitFor(() => expect(screen.getAllByText('Done.')).toHaveLength(2));
  expect(screen.queryByText('canned reply r0')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Older' }));
  await screen.findByText('canned reply r0');
  expect(screen.queryByRole('button', { name: 'Older' })).toBeNull();
  expect(screen.getByRole('link', { name: 'CSV' }).getAttribute('href')).toBe('/api/v2/audits?format=csv');
});

test('the organization’s settings are kept', async () => {
  const { server } = await openPage();
  const form = await formNamed('Settings');
  fireEvent.click(within(form).getByLabelText('Chats need a deployment that is there'));
  fireEvent.submit(form);

  await within(form).findByText('Done.');
  expect((await server.agent.call('GET', '/api/v2/webchat/settings')).body).toMatchObject({ requireDeployment: true });
});

test('of two who change the settings the second sees who the first was, and chooses', async () => {
  const { server } = await openPage();
  const settings = async () => (await server.agent.call('GET', '/api/v2/webchat/settings')).body;
  const form = await formNamed('Settings');
  const box = () => screen.getByLabelText<HTMLInputElement>('Chats need a deployment that is there');
  const changeElsewhere = (requireDeployment: boolean) =>
    server.agent.call('PUT', '/api/v2/webchat/settings', { requireDeployment });

  await changeElsewhere(true);
  fireEvent.submit(form);
  fireEvent.click(await within(form).findByRole('button', { name: 'Show theirs instead' }));
  await waitFor(() => expect(box().checked).toBe(true));
  expect(await settings()).toMatchObject({ requireDeployment: true });

  await changeElsewhere(false);
  const again = await formNamed('Settings');
  fireEvent.submit(again);
  fireEvent.click(await within(again).findByRole('button', { name: 'Save mine over it' }));
  await within(again).findByText('Done.');
  expect(await settings()).toMatchObject({ requireDeployment: true });
});
