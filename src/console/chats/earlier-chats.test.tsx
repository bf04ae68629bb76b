import '../../testing/harness/dom.ts';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import type { Message } from '../../chat/model.ts';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { openDesk } from '../../testing/harness/open-desk.ts';
import { createConnectedChat, createGuest } from '../../testing/harness/test-guest.ts';
import { App } from '../app/app.tsx';
import { createEarlierChats } from './earlier-chats.ts';

afterEach(cleanup);

async function sign(server: InProcessServer): Promise<string> {
  const { body } = await server.agent.call('POST', '/api/v2/signeddata', { sub: '77', email: 'ada@example.com' });
  return (body as { jwt: string }).jwt;
}

const details = () => screen.findByRole('complementary', { name: 'Details' });

async function openChatOf(server: InProcessServer, change: object) {
  const desk = openDesk(server);
  render(<App store={desk.store} />);
  await desk.signIn();
  const guest = await createGuest(server, change);
  const socket = await guest.attach();
  fireEvent.click(await screen.findByRole('button', { name: 'Accept' }));
  await screen.findByRole('log');
  return { desk, socket };
}

test('what a signed-in visitor said before is read beside the talk, all of it', async () => {
  const server = await startInProcessServer();
  const before = await createConnectedChat(server, { memberAuthToken: await sign(server) });
  for (let count = 0; count < 4; count++) {
    await before.guest.say(`My lamp ${count} <b>is</b> broken`);
    await server.agent.say(before.guest.id, 'Which one?');
  }
  await before.guest.leave();
  await server.elapse(1000);

  const { socket } = await openChatOf(server, { memberAuthToken: await sign(server) });
  const aside = within(await details());
  expect((await aside.findByText('ada@example.com')).parentElement?.textContent).toBe('ada@example.com');
  const earlier = within(aside.getByRole('region', { name: 'Earlier chats' }));
  const [one, ...more] = await earlier.findAllByRole('group');
  expect(more).toEqual([]);
  fireEvent.click(one?.querySelector('summary') ?? document);

  await earlier.findByText('My lamp 3 <b>is</b> broken');
  expect(earlier.getAllByText('Which one?')).toHaveLength(4);
  expect(earlier.queryByRole('button', { name: 'Read on' })).toBeNull();
  socket.close();
  await server.stop();
});

test('signed fields stand apart from those of the page; of an offer no earlier chat is asked for [S14]', async () => {
  const server = await startInProcessServer();
  const desk = openDesk(server);
  render(<App store={desk.store} />);
  await desk.signIn();
  const guest = await createGuest(server, {
    memberAuthToken: await sign(server),
    memberInfo: { displayName: 'Ada', customFields: { order: '12', email: 'boss@bank.example' } },
  });
  const socket = await guest.attach();
  await screen.findByRole('button', { name: 'Accept' });
  desk.store.select(guest.id);
  const aside = within(await details());

  const headings = (await aside.findAllByRole('heading', { level: 3 })).map(({ textContent }) => textContent);
  expect(headings).toEqual(['Earlier chats', 'Signed by your site', 'Custom fields']);
  await aside.findByText('You see them once you accept this chat.');
  expect(desk.store.selected.value?.earlier.state.value).toBe('no');
  socket.close();
  await server.stop();
});

test('an address somebody typed stands as unverified, and no earlier chat is asked for', async () => {
  const server = await startInProcessServer();
  const before = await createConnectedChat(server, { memberAuthToken: await sign(server) });
  await before.guest.leave();
  await server.elapse(1000);

  const typed = { displayName: 'Eve', email: 'ada@example.com', customFields: { sub: '77' } };
  const { desk, socket } = await openChatOf(server, { memberInfo: typed });
  const aside = within(await details());

  expect((await aside.findByText('unverified')).parentElement?.textContent).toBe('ada@example.com unverified');
  await aside.findByText(/Nobody vouches/);
  expect(aside.queryByRole('group')).toBeNull();
  expect(desk.store.selected.value?.earlier.state.value).toBe('no');
  socket.close();
  await server.stop();
});

test('a long earlier chat is read page by page, and after a failure again', async () => {
  const answers = [
    new Error('cut'),
    { messages: [line('1'), line('2')], hasMore: true },
    { messages: [line('3')], hasMore: false },
  ];
  const asked: (string | undefined)[] = [];
  const earlier = createEarlierChats(
    {
      listEarlierChats: async () => [{ id: 'past', startedAt: 0, people: new Map() }],
      async readEarlierChat(_chat, _earlier, after) {
        asked.push(after);
        const answer = answers.shift();
        if (!answer || answer instanceof Error) throw answer;
        return answer;
      },
    },
    'now',
  );
  await earlier.load();
  const [past] = earlier.chats.value;

  await past?.read();
  expect(past?.state.value).toBe('failed');
  for (let count = 0; count < 4; count++) await past?.read();

  expect(past?.messages.value.map(({ id }) => id)).toEqual(['1', '2', '3']);
  expect(asked).toEqual([undefined, undefined, '2']);
});

const line = (id: string): Message => ({
  id,
  senderId: 'ada',
  kind: 'standard',
  body: id,
  at: 0,
  seq: 1,
  key: undefined,
});
