import '../../testing/harness/dom.ts';
import { cleanup, fireEvent, render, waitFor, within } from '@testing-library/preact';
import { afterEach, expect } from 'vitest';
import type { InProcessServer } from '../../testing/harness/in-process-server.ts';
import { newTab, openDesk } from '../../testing/harness/open-desk.ts';
import { arrive, test } from '../../testing/harness/service-test.ts';
import { until } from '../../testing/harness/until.ts';
import { App } from '../app/app.tsx';

afterEach(cleanup);

/** One agent in two tabs of one browser, talking to Ada. */
async function openTabs(server: InProcessServer) {
  const { organizationId } = server.seed;
  await server.services.storage.run('createWrapupCode', { now: server.now(), organizationId, name: 'Solved' });
  const desk = openDesk(server);
  await desk.signIn();
  const guest = await arrive(server, 'Ada');
  await desk.accept('Ada');
  const beside = openDesk(server, newTab(desk.tab));
  await beside.store.check();
  await beside.shown('Ada', 'active');
  return { guest, first: draw(desk), second: draw(beside) };
}

function draw(desk: ReturnType<typeof openDesk>) {
  const chat = desk.find('Ada');
  desk.store.select(chat?.id);
  const container = document.body.appendChild(document.createElement('div'));
  render(<App store={desk.store} />, { container });
  const view = within(container);
  const field = (name: string) => view.findByRole<HTMLTextAreaElement>('textbox', { name });
  return { desk, view, field };
}

const write = (field: Element, value: string) => fireEvent.input(field, { target: { value } });

test('a reply written in one tab stands in the other, and once sent in neither', async ({ server }) => {
  const { first, second, guest } = await openTabs(server);
  const [here, there] = [await first.field('Message'), await second.field('Message')];
  here.focus();

  write(here, 'Half a thought');
  await waitFor(() => expect(there.value).toBe('Half a thought'));
  expect(document.activeElement).toBe(here);
  write(there, 'Half a thought, and the rest');
  await waitFor(() => expect(here.value).toBe('Half a thought, and the rest'));
  fireEvent.keyDown(there, { key: 'Enter' });

  await guest.socket.waitFor('message Half a thought, and the rest');
  await waitFor(() => expect([here.value, there.value]).toEqual(['', '']));
  fireEvent.keyDown(here, { key: 'Enter' });
  await first.view.findByText('Half a thought, and the rest');
  expect(guest.socket.received.filter((one) => one.startsWith('message'))).toHaveLength(1);
});

test('a word that is being composed is left alone, sent as it stands, and then gone from both', async ({ server }) => {
  const { first, second, guest } = await openTabs(server);
  const [here, there] = [await first.field('Message'), await second.field('Message')];
  write(here, 'Good morning');
  await waitFor(() => expect(there.value).toBe('Good morning'));
  fireEvent.compositionStart(there);
  write(there, 'Good に');
  await waitFor(() => expect(here.value).toBe('Good に'));
  write(here, 'Else');
  await until(() => second.desk.find('Ada')?.readDraft('reply') === 'Else');
  expect(there.value).toBe('Good に');
  fireEvent.compositionEnd(there);
  fireEvent.keyDown(there, { key: 'Enter' });

  await guest.socket.waitFor('message Good に');
  await waitFor(() => expect([here.value, there.value]).toEqual(['', '']));
});

test('a second tab opened late finds the note, the code and what was read; a wrap-up goes on there', async ({
  server,
}) => {
  const { first, guest } = await openTabs(server);
  await guest.say('Thank you');
  const chat = await first.desk.shown('Ada', 'active');
  await until(() => chat.unread.value === 0, 'read where it is shown');
  await guest.leave();
  fireEvent.click(await first.view.findByRole('radio', { name: 'Solved' }));
  write(await first.field('Notes'), 'Paid b');

  const late = openDesk(server, newTab(first.desk.tab));
  await late.store.check();
  const found = await late.shown('Ada', 'over');
  await until(() => found.lastEntry.value?.body === 'Thank you');
  expect(found.unread.value).toBe(0);
  const third = draw(late);
  await waitFor(async () => expect((await third.field('Notes')).value).toBe('Paid b'));
  const isChosen = async () => (await third.view.findByRole<HTMLInputElement>('radio', { name: 'Solved' })).checked;
  await waitFor(async () => expect(await isChosen()).toBe(true));
  write(await third.field('Notes'), 'Paid back');
  await waitFor(async () => expect((await first.field('Notes')).value).toBe('Paid back'));
  fireEvent.click(third.view.getByRole('button', { name: 'Wrap up' }));

  await until(() => first.desk.store.chats.value.length === 0 && late.store.chats.value.length === 0);
  expect([...first.desk.tab.shared.texts]).toEqual([]);
});

test('signing out clears the drafts of every tab, and the next agent finds none', async ({ server }) => {
  const { first, second } = await openTabs(server);
  write(await first.field('Message'), 'private');
  await waitFor(async () => expect((await second.field('Message')).value).toBe('private'));

  await first.desk.store.signOut();

  expect([...first.desk.tab.shared.texts, ...first.desk.tab.stored]).toEqual([]);
  await until(() => second.desk.find('Ada')?.readDraft('reply') !== 'private');
});
