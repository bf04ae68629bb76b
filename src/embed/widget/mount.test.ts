// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { createFakeClock } from '../../testing/fakes/clock.ts';
import { openStore, type StoreSetting } from '../../testing/harness/open-store.ts';
import { chooseLocale } from './choose-locale.ts';
import { readConfig } from './config.ts';
import { mountChat } from './mount.tsx';

afterEach(() => document.body.replaceChildren());

/** What the loader would have drawn, on the page itself: a query by role does not look into a shadow root. */
function drawn() {
  const [element, launcher, panel, live] = ['div', 'button', 'div', 'div'].map((tag) => document.createElement(tag));
  if (!element || !(launcher instanceof HTMLButtonElement) || !panel || !live) throw new Error('nothing was drawn');
  panel.role = 'dialog';
  element.append(launcher, panel, live);
  document.body.append(element);
  return { element, launcher, panel, live };
}

function mount(settings: Record<string, string> = {}, setting: StoreSetting = {}) {
  const shell = drawn();
  const config = readConfig(settings, 'https://chat.example', chooseLocale(settings.locale, []));
  const opened = openStore({ guest: config.guest, ...setting });
  const handle = mountChat({
    options: { ...shell, settings, origin: 'https://chat.example', loadChunk: () => Promise.reject() },
    store: opened.store,
    config,
    now: opened.clock.now,
    after: opened.clock.after,
    sound: { isMuted: () => false, setMuted: () => {} },
    preload: () => {},
    logError: () => {},
  });
  handle.update(config);
  handle.open();
  return { ...opened, ...shell, handle };
}

async function mountLive(settings: Record<string, string> = {}) {
  const chat = mount({ name: 'Mira', ...settings });
  chat.store.start();
  await chat.clock.elapse(0);
  chat.service.join('a', 'agent', 'Ada Lovelace');
  await chat.clock.elapse(0);
  return chat;
}

const composer = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });
const button = (name: string) => screen.findByRole('button', { name });
const inLog = (text: string) => waitFor(() => within(screen.getByRole('log')).getByText(text));

function write(text: string, key: Partial<KeyboardEvent> = {}) {
  fireEvent.input(composer(), { target: { value: text } });
  fireEvent.keyDown(composer(), { key: 'Enter', ...key });
}

test('opening shows title, greeting and composer, takes the focus, and starts nothing', () => {
  const { service, panel } = mount({ name: 'Mira' });

  expect(panel.hidden).toBe(false);
  expect(screen.getByRole('heading', { name: 'Chat with us' })).toBeTruthy();
  expect(screen.getByText('Hello! How can we help?')).toBeTruthy();
  expect(document.activeElement).toBe(composer());
  expect(service.asked).toEqual([]);
});

test('a name is asked for where none is known, and Start begins with it', async () => {
  const { service, clock } = mount();
  const name = screen.getByRole('textbox', { name: 'Your name' });
  expect(document.activeElement).toBe(name);

  fireEvent.input(name, { target: { value: ' Mira ' } });
  fireEvent.submit(name.closest('form') ?? document);
  await clock.elapse(0);

  expect(service.created).toEqual([{ displayName: 'Mira' }]);
  await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Your name' })).toBeNull());
});

test('Enter sends, Shift+Enter and the Enter of a composition do not', async () => {
  const { service, clock } = await mountLive();

  write('日本', { isComposing: true });
  write('日本', { keyCode: 229 });
  write('two\nlines', { shiftKey: true });
  expect(composer().value).toBe('two\nlines');
  write('two\nlines and more');
  await clock.elapse(0);

  expect(service.asked.filter((one) => one.startsWith('send'))).toEqual(['send two\nlines and more']);
  expect(composer().value).toBe('');
  await inLog('two lines and more');
});

test('a message has an element of its own, and its address is a link without a referrer', async () => {
  const { service } = await mountLive();

  service.say('a', 'See https://shop.example/lamp.');

  const link = await screen.findByRole('link', { name: 'https://shop.example/lamp' });
  expect(link.getAttribute('rel')).toBe('noopener noreferrer');
  expect(link.parentElement?.textContent).toBe('See https://shop.example/lamp.');
});

test('row 14: markup in a message is only text', async () => {
  const { service } = await mountLive();

  service.say('a', '<img src=x onerror=alert(1)> javascript:alert(1)');

  await inLog('<img src=x onerror=alert(1)> javascript:alert(1)');
  expect(screen.queryByRole('img')).toBeNull();
  expect(screen.queryByRole('link')).toBeNull();
});

test('row 63: while the panel is closed, a new message is announced once and counted on the launcher', async () => {
  const { service, handle, launcher, live, clock } = await mountLive();
  handle.close();

  service.say('a', 'Hello?');
  await clock.elapse(0);

  expect(launcher.ariaLabel).toBe('Chat, 1 unread');
  expect(launcher.textContent).toBe('1');
  expect(live.textContent).toBe('Ada Lovelace: Hello?');
  handle.open();
  expect(launcher.ariaLabel).toBe('Chat');
  expect(launcher.textContent).toBe('');
});

test('row 29: a message is not announced again when members change', async () => {
  const { service, live, clock } = await mountLive();
  service.say('a', 'Hello?');
  await clock.elapse(0);
  live.textContent = '';

  service.join('a', 'agent', 'Ada Lovelace', 'away');
  service.join('b', 'agent', 'Bob');
  await clock.elapse(0);

  expect(live.textContent).toBe('');
});

test('row 30: Esc closes and returns the focus, and the page receives none of the keys', async () => {
  const { panel, launcher } = await mountLive();
  const pageKeys: string[] = [];
  const onPageKey = (event: KeyboardEvent) => pageKeys.push(event.key);
  document.addEventListener('keydown', onPageKey);

  fireEvent.keyDown(composer(), { key: '/' });
  fireEvent.keyDown(composer(), { key: 'Escape' });

  document.removeEventListener('keydown', onPageKey);
  expect(pageKeys).toEqual([]);
  expect(panel.hidden).toBe(true);
  expect(launcher.ariaExpanded).toBe('false');
});

test('row 66: End chat asks; Keep chatting preserves the draft', async () => {
  const { store, service, clock } = await mountLive();
  fireEvent.input(composer(), { target: { value: 'half a thou' } });

  fireEvent.click(await button('End chat'));
  await screen.findByRole('alertdialog', { name: 'End this chat?' });
  fireEvent.click(await button('Keep chatting'));
  await waitFor(() => expect(composer().value).toBe('half a thou'));
  expect(store.session.value.phase).toBe('live');

  fireEvent.click(await button('End chat'));
  fireEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'End chat' }));
  await clock.elapse(0);

  expect(service.asked).toContain('leave');
  fireEvent.click(await button('Start a new chat'));
  expect(store.session.value.phase).toBe('idle');
});

test('with data-end-on="close" closing asks first, and an end closes', async () => {
  const { handle, panel, store } = await mountLive({ endOn: 'close' });

  handle.close();
  expect(panel.hidden).toBe(false);
  fireEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'End chat' }));

  expect(panel.hidden).toBe(true);
  expect(store.session.value.phase).toBe('ended');
});

test('a request to share is a question; accepting shows in the transcript that nothing is shared yet', async () => {
  const { service, clock } = await mountLive();
  service.say('a', 'The agent asks to browse this page with you.', 'media-request');
  service.media.push({ id: 'r', types: ['COBROWSE'], state: 'PENDING' });
  service.emit({ type: 'media-request-change', mediaRequest: { id: 'r', types: ['COBROWSE'], state: 'PENDING' } });

  await screen.findByRole('group', { name: 'Ada Lovelace would like to look at this page with you.' });
  fireEvent.click(await button('Accept'));
  await clock.elapse(0);

  expect(service.asked).toContain('answer r ACCEPTED');
  service.say('a', 'Thank you.');
  await inLog('Thank you.');
  const [request, outcome, next] = within(screen.getByRole('log')).getAllByRole('listitem').slice(-3);
  expect(request?.textContent).toBe('The agent asks to browse this page with you.');
  expect(outcome?.textContent).toMatch(/Nothing is shared yet/);
  expect(next?.textContent).toContain('Thank you.');
});

test('a request to share that the page prevents is not asked in the panel', async () => {
  const { service, clock, panel } = await mountLive();
  const requests: { id: string; accept(): Promise<void> }[] = [];
  panel.addEventListener('porchlight:media-request', (event) => {
    event.preventDefault();
    requests.push(event.detail);
  });
  service.media.push({ id: 'r', types: ['COBROWSE'], state: 'PENDING' });
  service.emit({ type: 'media-request-change', mediaRequest: { id: 'r', types: ['COBROWSE'], state: 'PENDING' } });

  await waitFor(() => expect(requests).toMatchObject([{ id: 'r', types: ['COBROWSE'] }]));
  await requests[0]?.accept();
  await clock.elapse(0);

  expect(service.asked).toContain('answer r ACCEPTED');
  expect(screen.queryByRole('button', { name: 'Accept' })).toBeNull();
  expect(screen.queryByText(/Nothing is shared yet/)).toBeNull();
  expect(requests).toHaveLength(1);
});

test('a refused start is shown in a sentence, and Try again sends what waited', async () => {
  const service = mount({ name: 'Mira' });
  service.service.failNext('create', 'rejected', { code: 'chat.deployment.disabled' });

  write('Hello?');
  await service.clock.elapse(0);

  await screen.findByText('This chat is closed at the moment.');
  fireEvent.click(await button('Try again'));
  await service.clock.elapse(0);
  expect(service.service.asked).toContain('send Hello?');
});

test('the panel has the language of its messages, a bubble the one of the page', async () => {
  const { service, panel } = await mountLive({ locale: 'de' });

  service.say('a', 'Guten Abend');

  expect((await inLog('Guten Abend')).lang).toBe('de');
  expect(panel.lang).toBe('en');
});

test('Retry disappears when pressed, and leaves the focus in the transcript', async () => {
  const { service, clock } = await mountLive();
  service.failNext('send', 'rejected');
  write('Hello?');
  await clock.elapse(0);
  const retry = await button('Retry');
  retry.focus();

  fireEvent.click(retry);
  await clock.elapse(0);

  await waitFor(() => expect(screen.queryByRole('button', { name: 'Retry' })).toBeNull());
  expect(document.activeElement).toBe(screen.getByRole('log'));
});

test('Esc closes a question first, also where the focus is elsewhere', async () => {
  const { panel, store } = await mountLive();
  fireEvent.click(await button('End chat'));
  await screen.findByRole('alertdialog');
  const log = screen.getByRole('log');
  log.focus();

  fireEvent.keyDown(log, { key: 'Escape' });
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  expect([panel.hidden, store.session.value.phase]).toEqual([false, 'live']);
  expect(document.activeElement).toBe(log);

  fireEvent.keyDown(log, { key: 'Escape' });
  expect(panel.hidden).toBe(true);
});

test('disposing empties the panel and removes all listeners', async () => {
  const { handle, panel, clock } = await mountLive();

  handle.dispose();

  expect(panel.textContent).toBe('');
  expect(clock.pending).toBe(0);
});

test('yesterday’s messages do not stay under “today” [L7]', async () => {
  const clock = createFakeClock(Date.parse('2026-11-22T23:59:59.000'));
  const { store, service } = mount({ name: 'Mira' }, { clock });
  store.start();
  await clock.elapse(0);
  const message = service.commit('a', 'Good evening', 'standard');
  service.emit({ type: 'message', message: { ...message, at: clock.now() } });
  await clock.elapse(999);
  await inLog('today');

  await clock.elapse(1);

  await inLog('yesterday');
  expect(within(screen.getByRole('log')).queryByText('today')).toBeNull();
});
