import '../../testing/harness/dom.ts';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { expect, onTestFinished, vi } from 'vitest';
import { createFakeNotifier } from '../../testing/fakes/notifier.ts';
import { createFakeBrowser } from '../../testing/fakes/tabs.ts';
import { openDesk } from '../../testing/harness/open-desk.ts';
import { arrive, test } from '../../testing/harness/service-test.ts';
import { App } from '../app/app.tsx';

test('an offer rings once there was a gesture, unless muted, and the choice stays', async ({ server }) => {
  const desk = openDesk(server);
  await desk.signIn();
  const ada = await arrive(server, 'Ada');
  await desk.shown('Ada', 'offered');
  expect(desk.notifier.state.rang).toBe(0);

  desk.notifier.touch();
  await arrive(server, 'Ben');
  await desk.shown('Ben', 'offered');
  expect(desk.notifier.state.rang).toBe(1);
  desk.store.preferences.setMuted(true);
  const reloaded = openDesk(server, desk.tab);
  reloaded.notifier.touch();
  await reloaded.store.check();
  await reloaded.shown('Ben', 'offered');

  expect(reloaded.notifier.state.rang).toBe(0);
  expect(reloaded.store.preferences.isMuted.value).toBe(true);
  await ada.leave();
});

test('of several tabs one rings and tells, another once that one has gone', async ({ server }) => {
  const browser = createFakeBrowser();
  const [one, other] = [browser.open(), browser.open()];
  const first = openDesk(server, undefined, createFakeNotifier({ acquireLock: one.locks?.acquire }));
  const second = openDesk(server, first.tab, createFakeNotifier({ acquireLock: other.locks?.acquire }));
  for (const { notifier } of [first, second]) {
    Object.assign(notifier.state, { permission: 'granted', isFocused: false });
    notifier.touch();
  }
  await first.signIn();
  for (const { store } of [first, second]) await store.alerts.askForNotices();
  await second.store.check();

  const ada = await arrive(server, 'Ada');
  for (const desk of [first, second]) await desk.shown('Ada', 'offered');
  expect([first, second].map(({ notifier }) => [notifier.state.rang, notifier.shown().length])).toEqual([
    [1, 1],
    [0, 0],
  ]);
  await ada.leave();
  await waitFor(() => expect(first.notifier.shown()).toEqual([]));
  first.close();
  await arrive(server, 'Ben');
  await second.shown('Ben', 'offered');

  expect([first, second].map(({ notifier }) => notifier.state.rang)).toEqual([1, 1]);
  expect(second.notifier.shown()).toMatchObject([{ title: 'New chat: Ben is waiting.' }]);
});

test('a system notice is asked for by a press alone, and pressing one opens its offer', async ({ server }) => {
  const desk = openDesk(server);
  onTestFinished(cleanup);
  render(<App store={desk.store} />);
  await desk.signIn();
  await arrive(server, 'Ada');
  await desk.shown('Ada', 'offered');
  expect(desk.notifier.state.asked).toBe(0);

  fireEvent.click(await screen.findByRole('button', { name: 'When a chat is offered' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Show system notifications' }));
  await screen.findByText('This browser shows system notifications of offered chats.');
  expect(desk.notifier.state.asked).toBe(1);
  desk.notifier.state.isFocused = false;
  await arrive(server, 'Ben');
  await desk.shown('Ben', 'offered');
  desk.notifier.shown()[0]?.press();

  expect(desk.store.selected.value?.details.value.visitor.name).toBe('Ben');
  await desk.store.acceptAndOpen(await desk.shown('Ben', 'offered'));
  await desk.shown('Ben', 'active');
  expect(desk.notifier.shown()).toEqual([]);
});

test('the title flashes while somebody waits and the page is hidden, and is its own again at the first look', async ({
  server,
}) => {
  const desk = openDesk(server);
  await desk.signIn();
  desk.page.conceal();

  const ada = await arrive(server, 'Ada');
  await desk.shown('Ada', 'offered');
  expect(desk.notifier.state.title).toBe('New chat: Ada is waiting.');
  desk.page.show();
  expect(desk.notifier.state.title).toBe('');
  desk.page.conceal();
  expect(desk.notifier.state.title).toBe('New chat: Ada is waiting.');
  await ada.leave();

  await vi.waitFor(() => expect(desk.notifier.state.title).toBe(''));
});

test('an offer that went unanswered leaves a line until it is put away', async ({ server }) => {
  const desk = openDesk(server);
  onTestFinished(cleanup);
  render(<App store={desk.store} />);
  await desk.signIn();
  const ada = await arrive(server, 'Ada');
  await desk.shown('Ada', 'offered');

  await ada.leave();
  const dismiss = await screen.findByRole('button', { name: 'Dismiss' });
  expect(dismiss.parentElement?.textContent).toBe('Ada is no longer waiting for you.');
  fireEvent.click(dismiss);

  await waitFor(() => expect(screen.queryByRole('button', { name: 'Dismiss' })).toBeNull());
});
