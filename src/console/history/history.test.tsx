import '../../testing/harness/dom.ts';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { newTab, openDesk } from '../../testing/harness/open-desk.ts';
import { createConnectedChat } from '../../testing/harness/test-guest.ts';
import { until } from '../../testing/harness/until.ts';
import { xssCorpus } from '../../testing/harness/xss-corpus.ts';
import { App } from '../app/app.tsx';

afterEach(cleanup);

let server: InProcessServer;
beforeAll(async () => {
  server = await startInProcessServer();
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.stop();
});

/** Starts a chat, sends these texts as its guest and ends it; resolves with its id. */
async function past(memberInfo: object, ...texts: string[]): Promise<string> {
  const { guest } = await createConnectedChat(server, { memberInfo });
  for (const text of texts) await guest.say(text);
  await guest.leave();
  await server.elapse(1000);
  return guest.id;
}

async function openAt(hash: string, tab = newTab()) {
  tab.address.hash = hash;
  const desk = openDesk(server, tab);
  const { unmount, container } = render(<App store={desk.store} />);
  await desk.signIn();
  return { desk, unmount, container };
}

const rows = () => within(screen.getByRole('navigation', { name: 'History' })).queryAllByRole('link');
const names = () => rows().map(({ textContent }) => textContent);
const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);
const type = (label: string, value: string) => fireEvent.input(field(label), { target: { value } });
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });

test('a chat is searched by what was said, stands in the address, and is there again after a reload', async () => {
  await past({ displayName: 'Grace', email: 'grace@navy.example' }, 'My lamp is broken');
  await past({ displayName: 'Ben' }, 'Where is my parcel?');
  const { desk, unmount } = await openAt('#/history');
  await waitFor(() => expect(names()).toEqual(['Ben', 'Grace']));

  type('Words', 'lamp');
  await waitFor(() => expect(names()).toEqual(['Grace']));
  type('E-mail', 'grace@');
  expect(desk.address.hash()).toBe('#/history?text=lamp&email=grace%40');
  unmount();
  desk.close();
  await openAt(desk.address.hash(), desk.tab);

  await waitFor(() => expect(names()).toEqual(['Grace']));
  expect(field('E-mail').value).toBe('grace@');
  fireEvent.click(screen.getByRole('button', { name: 'Show all' }));
  await waitFor(() => expect(names()).toEqual(['Ben', 'Grace']));
  type('Name', 'nobody');
  await screen.findByText('No chats found.');
});

test('chats that a search does not find yet are counted', async () => {
  const { guest } = await createConnectedChat(server, { memberInfo: { displayName: 'Uma' } });
  await guest.say('Too soon');
  await guest.leave();
  await openAt('#/history?text=soon');

  await screen.findByText('1 chat is still being indexed.');
  await server.elapse(1000);
  type('Words', 'too soon');

  await waitFor(() => expect(names()).toEqual(['Uma']));
  expect(screen.queryByText(/still being indexed/)).toBeNull();
});

test('queue, agent and days narrow, the last day to its end', async () => {
  await past({ displayName: 'Nora' }, 'Hello');
  const today = new Date(server.now()).toLocaleDateString('sv');
  await openAt(`#/history?from=${today}&to=${today}&name=nora`);
  await waitFor(() => expect(names()).toEqual(['Nora']));

  const queue = await screen.findByRole('option', { name: server.seed.queue });
  fireEvent.change(field('Queue'), { target: { value: queue.getAttribute('value') } });
  await until(() => rows().length === 1, 'still found');
  type('Ended until', '2001-01-01');

  await screen.findByText('No chats found.');
});

test('more comes by key and button, nothing twice, and the focus goes to the first of the new', async () => {
  for (let count = 0; count < 27; count += 1) await past({ displayName: `Paged ${count}` });
  await openAt('#/history?name=paged');
  await waitFor(() => expect(rows()).toHaveLength(25));

  screen.getByRole('button', { name: 'More' }).focus();
  press('m');
  await waitFor(() => expect(names()).toEqual(Array.from({ length: 27 }, (_, one) => `Paged ${26 - one}`)));

  await waitFor(() => expect(document.activeElement).toBe(rows()[25]));
  expect(screen.queryByRole('button', { name: 'More' })).toBeNull();
  expect(screen.getByText('27 chats')).toBeTruthy();
});

test('a chat is read with its notes and wrap-up, by keyboard alone, and a stranger to it reads nothing', async () => {
  const { guest } = await createConnectedChat(server, { memberInfo: { displayName: 'Wanda', email: 'w@one.example' } });
  await guest.say('See https://shop.example/lamp');
  await server.agent.say(guest.id, 'I look');
  const chat = `/api/v2/conversations/chats/${guest.id}`;
  await server.agent.call('POST', `${chat}/notes`, { body: 'Her third lamp' });
  const code = await server.agent.call('POST', '/api/v2/routing/wrapupcodes', { name: 'Broken lamp' });
  const { participants } = await server.agent.conversation(guest.id);
  const mine = participants.findLast(({ userId }) => userId === server.agent.userId);
  const { id } = code.body as { id: string };
  const leg = `${chat}/participants/${mine?.id}/communications/${mine?.chats[0]?.id}/wrapup`;
  const given = await server.agent.call('POST', leg, { code: id, notes: 'Sent a new one' });
  expect(given.status).toBe(202);
  await guest.leave();
  await server.elapse(1000);

  const { desk } = await openAt('#/history');
  await waitFor(() => expect(names()).toContain('Wanda'));
  // The search has the focus first; Escape leads to the list, where the newest stands on top.
  await waitFor(() => expect(document.activeElement?.tagName).toBe('INPUT'));
  press('Escape');
  expect(document.activeElement?.textContent).toBe('Wanda');
  fireEvent.click(document.activeElement ?? document.body);

  const read = within(await screen.findByRole('region', { name: 'Wanda' }));
  expect((await read.findByRole('link', { name: 'https://shop.example/lamp' })).getAttribute('target')).toBe('_blank');
  expect(read.getByRole('note').textContent).toContain('Her third lamp');
  expect(read.getByText(/^Wrapped up by .*: Broken lamp: Sent a new one$/)).toBeTruthy();
  expect(read.getByText('unverified').parentElement?.textContent).toContain('w@one.example');
  expect(desk.address.hash()).toBe(`#/history/${guest.id}`);
  desk.store.history.choose('nowhere');
  await screen.findByText(/it is gone, or not yours to read/);
});

test('a search that fails says so and works again, with what was typed still there', async () => {
  await past({ displayName: 'Zoe' });
  const { desk } = await openAt('#/history?name=zoe');
  await waitFor(() => expect(names()).toEqual(['Zoe']));
  const cookies = new Map(desk.tab.cookies);

  desk.tab.cookies.clear();
  type('Name', 'zo');
  await screen.findByText(/Your session is over/);
  for (const [name, value] of cookies) desk.tab.cookies.set(name, value);
  await desk.store.check();

  await waitFor(() => expect(names()).toEqual(['Zoe']));
  expect(field('Name').value).toBe('zo');
});

test('rows 12 and 14: hundreds of attacks in every field a visitor or agent fills stay text', async () => {
  const attack = (at: number) => xssCorpus[at % xssCorpus.length] ?? '';
  const customFields = Object.fromEntries(xssCorpus.slice(0, 20).map((text, at) => [`field${at}`, text]));
  const memberInfo = { displayName: attack(3), firstName: attack(8), lastName: attack(13), customFields };
  const { guest } = await createConnectedChat(server, {
    memberInfo: { ...memberInfo, email: attack(30), phoneNumber: attack(7) },
  });
  const texts = xssCorpus.slice(0, 90);
  for (const text of texts) expect((await guest.say(text)).status).toBe(200);
  const notes = `/api/v2/conversations/chats/${guest.id}/notes`;
  for (const body of xssCorpus.slice(-9)) await server.agent.call('POST', notes, { body });
  await guest.leave();
  await server.elapse(1000);

  const { container } = await openAt(`#/history/${guest.id}`);
  const bubbles = await waitFor(() => {
    const all = [...container.querySelectorAll('.bubble')];
    expect(all.length).toBeGreaterThanOrEqual(texts.length);
    return all.map(({ textContent }) => textContent?.trim());
  });

  for (const text of texts) expect(bubbles).toContain(text.trim());
  const noted = [...container.querySelectorAll('.note-body')].map(({ textContent }) => textContent?.trim());
  expect(noted).toEqual(xssCorpus.slice(-9).map((body) => body.trim()));
  expect(container.querySelector('script, img, iframe, object, embed, video, math, base, meta, style')).toBeNull();
  for (const one of container.querySelectorAll('*')) {
    expect(one.getAttributeNames().filter((name) => /^(on|style$|srcdoc|formaction)/.test(name))).toEqual([]);
    if (one.localName === 'a') expect(one.getAttribute('href')).toMatch(/^(#\/|https?:|mailto:|tel:)/);
  }
});
