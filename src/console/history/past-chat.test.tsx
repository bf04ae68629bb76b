import { resolveObjectURL } from 'node:buffer';
import '../../testing/harness/dom.ts';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { newTab, openDesk } from '../../testing/harness/open-desk.ts';
import { createConnectedChat } from '../../testing/harness/test-guest.ts';
import { App } from '../app/app.tsx';

let server: InProcessServer;
let ada: string;
/** What the service answers in place of the truth, by what is asked. */
let meddle: ((address: string) => Response | undefined) | undefined;
beforeAll(async () => {
  server = await startInProcessServer();
  ada = await past('Ada');
  await past('Ben');
  await past('Cleo');
});
afterEach(() => {
  meddle = undefined;
  cleanup();
});
afterAll(() => server.stop());

async function past(displayName: string): Promise<string> {
  const { guest } = await createConnectedChat(server, { memberInfo: { displayName } });
  await guest.say(`${displayName} asks`);
  await server.agent.say(guest.id, `${displayName} is told`);
  await guest.leave();
  await server.elapse(1000);
  return guest.id;
}

async function openAt(hash: string) {
  const fetch: typeof server.fetch = async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    return meddle?.(address) ?? server.fetch(input, init);
  };
  const desk = openDesk({ ...server, fetch }, { ...newTab(), address: { hash } });
  render(<App store={desk.store} />);
  await desk.signIn();
  const list = within(await screen.findByRole('navigation', { name: 'History' }));
  return { desk, list, row: (name: string) => list.findByRole('link', { name }) };
}

const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });
const focused = () => document.activeElement?.textContent;
const failed = () => new Response('Bad gateway', { status: 502 });

test('the keys walk the list, take along what is read, and stay out of it where something else has the focus', async () => {
  const { desk, row } = await openAt('#/history');
  await row('Cleo');
  await waitFor(() => expect(document.activeElement?.tagName).toBe('INPUT'));

  press('Escape');
  for (const [key, name] of Object.entries({ k: 'Cleo', j: 'Ben', ArrowDown: 'Ada' })) {
    press(key);
    expect(focused()).toBe(name);
  }
  press('j');
  expect(focused()).toBe('Ada');
  expect(desk.store.history.chosen.value).toBeUndefined();

  fireEvent.click(await row('Ada'));
  expect((await row('Ada')).getAttribute('aria-current')).toBe('true');
  press('ArrowUp');
  await screen.findByRole('region', { name: 'Ben' });
  expect([focused(), (await row('Ada')).hasAttribute('aria-current')]).toEqual(['Ben', false]);
  (await screen.findByRole('log')).focus();
  press('ArrowUp');
  screen.getByRole('region', { name: 'Ben' });
  press('/');
  expect(document.activeElement).toBe(screen.getByLabelText('Words'));
});

test('where single letters are switched off none of them does anything, the slash included', async () => {
  const { desk, row } = await openAt('#/history');
  desk.store.preferences.setLetterKeys(false);
  (await row('Ben')).focus();

  for (const key of ['j', 'k', '/']) {
    press(key);
    expect(focused()).toBe('Ben');
  }
  press('ArrowDown');
  expect(focused()).toBe('Ada');
});

test('a row is a link that another tab can have, and the way back leads to the row', async () => {
  const { desk, row } = await openAt('#/history');

  expect(fireEvent.click(await row('Ben'), { ctrlKey: true })).toBe(true);
  expect(desk.store.history.chosen.value).toBeUndefined();
  expect(fireEvent.click(await row('Ben'))).toBe(false);
  fireEvent.click(await screen.findByRole('button', { name: 'Back to the search' }));

  await waitFor(() => expect(focused()).toBe('Ben'));
  expect(desk.address.hash()).toBe('#/history');
});

test('what was read says who spoke, on which day, and where it was', async () => {
  await openAt(`#/history/${ada}`);
  const read = within(await screen.findByRole('region', { name: 'Ada' }));

  const owns = async (text: string) => (await read.findByText(text)).closest('.entry')?.getAttribute('data-own');
  expect([await owns('Ada asks'), await owns('Ada is told')]).toEqual(['false', 'true']);
  expect(read.getByRole('log').querySelectorAll('.day')).toHaveLength(1);
  read.getByText('Support');
});

test('a search or a chat that cannot be had says so, and is had by trying again', async () => {
  const { desk, list, row } = await openAt('#/history');
  await row('Ada');

  meddle = (address) => (address.includes('/history') ? failed() : undefined);
  await desk.store.history.search();
  const searched = within(await list.findByRole('alert'));
  desk.store.history.choose(ada);
  const read = within(await within(await screen.findByRole('region', { name: 'History' })).findByRole('alert'));
  meddle = undefined;
  fireEvent.click(searched.getByRole('button', { name: 'Try again' }));
  fireEvent.click(read.getByRole('button', { name: 'Try again' }));

  await screen.findByText('Ada is told');
  await waitFor(() => expect(screen.queryAllByRole('alert')).toEqual([]));
});

test('an agent whose session ends while reading sees it', async () => {
  const { desk, row } = await openAt('#/history');
  await row('Ada');

  desk.tab.cookies.clear();
  desk.store.history.choose(ada);

  await screen.findByText(/Your session is over/);
});

test('a chat is asked for once, however often it is to be read', async () => {
  const { desk } = await openAt('#/history');
  let asked = 0;
  meddle = (address) => {
    if (address.includes(`/history/${ada}/messages`)) asked++;
    return undefined;
  };

  desk.store.history.choose(ada);
  const reading = desk.store.history.chosen.value;
  expect(await Promise.all([reading?.readAll(), reading?.readAll()])).toEqual([true, true]);

  expect([asked, reading?.messages.value.length]).toEqual([1, new Set(reading?.messages.value).size]);
});

test('a bookmark with what is gone still says what it narrows by', async () => {
  await openAt('#/history?queueId=gone');

  const queue = await screen.findByLabelText<HTMLSelectElement>('Queue');
  expect(queue.value).toBe('gone');
  expect(queue.closest('details')?.open).toBe(true);
  await screen.findByText('No chats found.');
});

test('a copy is saved under its day, whole', async () => {
  const saved: { name: string; address: string }[] = [];
  const link = document.createElement('a').constructor.prototype as HTMLAnchorElement;
  vi.spyOn(link, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, address: this.href });
  });
  await openAt(`#/history/${ada}`);
  await screen.findByText('Ada is told');
  const day = new Date(server.now()).toLocaleDateString('sv');

  for (const kind of ['txt', 'html', 'json']) {
    fireEvent.click(screen.getByRole('button', { name: `Save as ${kind}` }));
    await waitFor(() => expect(saved.at(-1)?.name).toBe(`chat-${day}.${kind}`));
    const text = await resolveObjectURL(saved.at(-1)?.address ?? '')?.text();
    for (const message of ['Ada asks', 'Ada is told']) expect(text).toContain(message);
  }
});
