// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';
import { openStore, type StoreSetting } from '../../../testing/harness/open-store.ts';
import { chooseLocale } from '../choose-locale.ts';
import { readConfig } from '../config.ts';
import { mountChat } from '../mount.tsx';

afterEach(() => document.body.replaceChildren());

function mount(settings: Record<string, string> = {}, setting: StoreSetting = {}) {
  const [element, launcher, panel, live] = ['div', 'button', 'div', 'div'].map((tag) => document.createElement(tag));
  if (!element || !(launcher instanceof HTMLButtonElement) || !panel || !live) throw new Error('nothing was drawn');
  element.append(launcher, panel, live);
  document.body.append(element);
  const config = readConfig(settings, 'https://chat.example', chooseLocale('en', []));
  const opened = openStore({ guest: config.guest, ...setting });
  const handle = mountChat({
    options: {
      element,
      launcher,
      panel,
      live,
      settings,
      origin: 'https://chat.example',
      loadChunk: () => Promise.reject(),
    },
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
  /** As when the page changes its tag. */
  const change = (next: Record<string, string>) => {
    Object.assign(settings, next);
    handle.update(readConfig(settings, 'https://chat.example', chooseLocale('en', [])));
  };
  return { ...opened, panel, handle, change };
}

async function mountWaiting(settings: Record<string, string> = {}) {
  const chat = mount({ name: 'Mira', ...settings });
  chat.store.start();
  await chat.clock.elapse(0);
  await screen.findByRole('button', { name: 'End chat' });
  return chat;
}

const field = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name });
const submit = () => fireEvent.submit(document.querySelector('form') ?? document);

test('row 69: known details are not asked, and the other fields have autofill tokens', async () => {
  const { service, clock } = mount({ form: 'name,first-name?,email,phone?', name: 'Mira' });
  expect(screen.queryByRole('textbox', { name: 'Your name' })).toBeNull();
  expect(field('First name (optional)').autocomplete).toBe('given-name');
  expect([field('E-mail').type, field('E-mail').autocomplete]).toEqual(['email', 'email']);
  expect([field('Phone (optional)').type, field('Phone (optional)').autocomplete]).toEqual(['tel', 'tel']);

  fireEvent.input(field('E-mail'), { target: { value: ' mira@x.example ' } });
  submit();
  await clock.elapse(0);

  expect(service.created).toEqual([{ displayName: 'Mira', email: 'mira@x.example' }]);
});

test('row 69: with everything known there is no form, and the first message starts the chat', async () => {
  const { service, clock } = mount({ form: 'name,email', name: 'Mira', email: 'm@x.example' });
  expect(screen.queryByRole('button', { name: 'Start' })).toBeNull();

  fireEvent.input(field('Message'), { target: { value: 'Hello' } });
  submit();
  await clock.elapse(0);

  expect(service.asked).toContain('send Hello');
});

test('a guest who was not asked for a name is named by other details, or as a visitor', async () => {
  const named = mount({ form: 'first-name,last-name?' });
  fireEvent.input(field('First name'), { target: { value: 'Mira' } });
  submit();
  await named.clock.elapse(0);
  expect(named.service.created).toMatchObject([{ displayName: 'Mira', firstName: 'Mira' }]);
  document.body.replaceChildren();

  const unnamed = mount({ form: 'none' });
  fireEvent.input(field('Message'), { target: { value: 'Hello' } });
  submit();
  await unnamed.clock.elapse(0);
  expect(unnamed.service.created).toEqual([{ displayName: 'Visitor' }]);
});

test('row 64: waiting shows its minutes, announces only the wait, and can be ended', async () => {
  const { clock, panel } = await mountWaiting();
  const shown = () => panel.querySelector('[part="status"]')?.textContent;
  const spoken = () => screen.getByRole('status').textContent;
  await vi.waitFor(() => expect(clock.pending).toBeGreaterThan(0));
  await waitFor(() => expect(spoken()).toContain('Waiting for someone to join'));

  await clock.elapse(150_000);

  await waitFor(() => expect(shown()).toBe('Waiting for someone to join · 2 min'));
  expect(spoken()).not.toContain('min');
  fireEvent.click(screen.getByRole('button', { name: 'End chat' }));
  await screen.findByRole('alertdialog', { name: 'End this chat?' });
});

test('away, left and ended are three different states', async () => {
  const { service, clock, panel } = await mountWaiting();
  const header = () => panel.querySelector('[part="header"]')?.textContent;
  service.join('a', 'agent', 'Ada Lovelace');
  service.say('a', 'Good evening');
  await clock.elapse(0);
  await waitFor(() => expect(header()).toContain('ALAda LovelaceConnected'));

  service.join('a', 'agent', 'Ada Lovelace', 'away');
  await clock.elapse(0);
  await waitFor(() => expect(header()).toContain('Ada LovelaceAway for a moment'));
  service.join('a', 'agent', 'Ada Lovelace', 'left');
  await clock.elapse(0);
  await waitFor(() => expect(header()).toContain('Chat with usWaiting for someone to join'));

  fireEvent.click(screen.getByRole('button', { name: 'End chat' }));
  const end = await waitFor(() => screen.getByRole('alertdialog').querySelector('button'));
  fireEvent.click(end ?? document);
  await screen.findByText('This chat has ended. Thank you for writing.');
  expect(header()).toContain('Chat ended');
});

test('after a long silence the service’s notice can be answered with one press', async () => {
  const { service, clock } = await mountWaiting();
  service.join('a', 'agent', 'Ada Lovelace');
  service.say('me1', 'Hello');
  service.say('a', 'You are talking to Ada.', 'notice');
  await clock.elapse(0);
  expect(screen.queryByRole('button', { name: 'I am still here' })).toBeNull();

  const late = { ...service.commit('a', 'This chat will end soon.', 'notice'), at: 1_000_000 + 780_000 };
  service.emit({ type: 'message', message: late });
  await clock.elapse(0);
  fireEvent.click(await screen.findByRole('button', { name: 'I am still here' }));
  await clock.elapse(0);

  expect(service.asked).toContain('send I am still here');
});

test('what is shown changes when the page changes its messages', async () => {
  const { service, clock, panel, change } = await mountWaiting();
  const shown = () => panel.querySelector('[part="status"]')?.textContent;
  await clock.elapse(60_000);
  await waitFor(() => expect(shown()).toContain('1 min'));
  change({ textElapsed: ' seit {minutes} Minuten' });
  await waitFor(() => expect(shown()).toContain('seit 1 Minuten'));

  service.join('a', 'agent', 'Ada Lovelace');
  service.say('a', 'The agent asks to browse this page with you.', 'media-request');
  service.media.push({ id: 'r', types: ['COBROWSE'], state: 'PENDING' });
  service.emit({ type: 'media-request-change', mediaRequest: { id: 'r', types: ['COBROWSE'], state: 'PENDING' } });
  await clock.elapse(0);
  await screen.findByRole('button', { name: 'Accept' });
  change({ textAccept: 'Gern' });
  await screen.findByRole('button', { name: 'Gern' });
});

test('consent is asked first, and Esc does not give it', async () => {
  const { service, store, panel, clock } = mount({ name: 'Mira', consent: 'required' }, { asksConsent: true });
  fireEvent.input(field('Message'), { target: { value: 'Hello' } });
  submit();
  expect(document.activeElement?.textContent).toBe('I agree');

  fireEvent.keyDown(document.activeElement ?? document, { key: 'Escape' });

  expect(panel.hidden).toBe(true);
  expect(store.hasConsent.value).toBe(false);
  await clock.elapse(0);
  expect(service.asked).toEqual([]);
});

test('Esc closes a question and leaves the panel open', async () => {
  const { panel, store } = await mountWaiting();
  fireEvent.click(screen.getByRole('button', { name: 'End chat' }));
  const question = await screen.findByRole('alertdialog');

  fireEvent.keyDown(question, { key: 'Escape' });

  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  expect(panel.hidden).toBe(false);
  expect(store.session.value.phase).toBe('live');
});

test.each([
  ['the site keeps nothing', { storage: 'none' }, 'Leaving this page ends the chat.'],
  ['leaving ends the chat', { endOn: 'leave' }, 'Leaving this page ends the chat.'],
  ['the browser keeps nothing', {}, 'Leaving this page ends the chat.'],
])('where %s the panel says so while a chat goes on, and not after it', async (_, settings, sentence) => {
  const stored = new Map<string, string>();
  stored.set = () => undefined as never;
  const { store, clock } = mount({ name: 'Mira', ...settings }, { stored });
  expect(screen.queryByText(/Leaving|leaving/)).toBeNull();
  store.start();
  await clock.elapse(0);
  expect(await screen.findByText(/Leaving|leaving/)).toHaveProperty('textContent', sentence);

  store.end();

  await waitFor(() => expect(screen.queryByText(/Leaving|leaving/)).toBeNull());
});
