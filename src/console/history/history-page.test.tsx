import '../../testing/harness/dom.ts';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { openDesk } from '../../testing/harness/open-desk.ts';
import { createConnectedChat } from '../../testing/harness/test-guest.ts';
import { xssCorpus } from '../../testing/harness/xss-corpus.ts';
import { App } from '../app/app.tsx';

afterEach(cleanup);

test('a chat that is over is found by its words and read as it was said, notes and wrap-up among it', async () => {
  const server = await startInProcessServer();
  const past = async (displayName: string, texts: readonly string[]) => {
    const { guest } = await createConnectedChat(server, { memberInfo: { displayName } });
    for (const text of texts) await server.agent.say(guest.id, text);
    await guest.say(`${displayName} says so`);
    await server.agent.call('POST', `/api/v2/conversations/chats/${guest.id}/notes`, {
      body: `Note on ${displayName}`,
    });
    await guest.leave();
    await server.elapse(1000);
  };
  await past('Ada', ['Your wick is on its way', ...xssCorpus]);
  await past(
    'Ben',
    Array.from({ length: 130 }, (_, line) => `line ${line}`),
  );
  const desk = openDesk(server);
  render(<App store={desk.store} />);
  await desk.signIn();

  desk.store.navigate({ section: 'history', chatId: undefined, filter: {} });
  const list = within(await screen.findByRole('navigation', { name: 'History' }));
  await waitFor(() =>
    expect(list.getAllByRole('link').map(({ textContent }) => textContent?.slice(0, 3))).toEqual(['Ben', 'Ada']),
  );
  fireEvent.input(list.getByLabelText('Words'), { target: { value: 'wick' } });
  fireEvent.submit(list.getByLabelText('Words').closest('form') ?? document);
  await waitFor(() => expect(list.getAllByRole('link')).toHaveLength(1));
  const [found] = list.getAllByRole('link');
  expect(found?.textContent).toBe('Ada');
  list.getByText('Support · Robin Ahlberg');

  const id = found?.getAttribute('href')?.split(/[/?]/).at(2);
  desk.store.navigate({ section: 'history', chatId: id, filter: {} });
  const log = within(await screen.findByRole('log'));
  await log.findByText('Your wick is on its way');
  await log.findByText('Ada says so');
  log.getByText('Ada says so');
  for (const text of xssCorpus) expect(document.body.textContent).toContain(text);
  expect(document.querySelector('.past-log :is(script, img, iframe, svg)')).toBeNull();
  expect(log.getByRole('note').textContent).toContain('Note on Ada');

  fireEvent.input(list.getByLabelText('Words'), { target: { value: 'nobody said this' } });
  fireEvent.submit(list.getByLabelText('Words').closest('form') ?? document);
  await list.findByText('No chats found.');
  await server.stop();
});

test('a chat of hundreds of messages is read whole, and one that is gone is said to be', async () => {
  const server = await startInProcessServer();
  const { guest } = await createConnectedChat(server, { memberInfo: { displayName: 'Ben' } });
  for (let line = 0; line < 230; line++) await server.agent.say(guest.id, `line ${line}`);
  await guest.leave();
  const desk = openDesk(server);
  render(<App store={desk.store} />);
  await desk.signIn();

  desk.store.navigate({ section: 'history', chatId: guest.id, filter: {} });
  const log = within(await screen.findByRole('log'));
  await log.findByText('line 229');
  expect(log.getAllByText(/^line \d+$/).map(({ textContent }) => textContent)).toEqual(
    Array.from({ length: 230 }, (_, line) => `line ${line}`),
  );
  desk.store.navigate({ section: 'history', chatId: 'made-up', filter: {} });

  await screen.findByText(/it is gone, or not yours to read/);
  await server.stop();
});
