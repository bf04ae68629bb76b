import '../../testing/harness/dom.ts';
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { readOidc } from '../../server/core/oidc-config.ts';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { newTab, openDesk } from '../../testing/harness/open-desk.ts';
import { until } from '../../testing/harness/until.ts';
import { App } from '../app/app.tsx';

afterEach(cleanup);

const settings: Record<string, string> = {
  PORCHLIGHT_OIDC_ISSUER: 'https://login.example.com',
  PORCHLIGHT_OIDC_CLIENT_ID: 'porchlight',
  PORCHLIGHT_OIDC_AGENTS: 'chat-agents',
  PORCHLIGHT_OIDC_NAME: 'Example Ltd',
};

test('the company’s sign-in is offered beside the password, and leads back to where one was', async () => {
  const server = await startInProcessServer({ oidc: readOidc((name) => settings[name]) });
  const desk = openDesk(server, { ...newTab(), address: { hash: '#/admin/people' } });
  render(<App store={desk.store} />);
  await desk.store.check();

  const link = await screen.findByRole('link', { name: 'Sign in with Example Ltd' });

  expect(link.getAttribute('href')).toBe('/console/oidc?place=admin%2Fpeople');
  expect(screen.getByRole('button', { name: 'Sign in' })).toBeTruthy();
  await server.stop();
});

test('the demo’s agent is one button away from who opened the address with its token, and from nobody else [S2]', async () => {
  const demoToken = 'a-token-that-stands-in-the-terminal';
  const server = await startInProcessServer({ demoToken });
  const open = async (cookies: [string, string][]) => {
    cleanup();
    const tab = newTab();
    for (const [name, value] of cookies) tab.cookies.set(name, value);
    const desk = openDesk(server, tab);
    render(<App store={desk.store} />);
    await desk.store.check();
    await screen.findByLabelText('Password');
    return desk.store;
  };

  await open([]);
  expect(screen.queryByRole('button', { name: /demo/ })).toBeNull();
  await open([[`porchlight-demo-${new URL(server.origin).port}`, 'wrong']]);
  expect(screen.queryByRole('button', { name: /demo/ })).toBeNull();

  const store = await open([[`porchlight-demo-${new URL(server.origin).port}`, demoToken]]);
  fireEvent.click(screen.getByRole('button', { name: 'Continue as the demo’s agent' }));

  await until(() => store.session.value.phase === 'signed-in', 'the agent is signed in');
  await server.stop();
});

test('failed single sign-on is explained once; text of the address is never shown', async () => {
  const server = await startInProcessServer();
  const tab = { ...newTab(), address: { hash: '#problem/no-role' } };
  const open = async () => {
    cleanup();
    const desk = openDesk(server, tab);
    render(<App store={desk.store} />);
    await desk.store.check();
    await screen.findByLabelText('Password');
    return document.querySelector('[role=alert]:not([hidden])');
  };

  expect((await open())?.textContent).toMatch(/no part in this console/);
  expect(tab.address.hash).toBe('#/chats');
  expect(await open()).toBeNull();
  tab.address.hash = '#problem/send-money';
  expect(await open()).toBeNull();
  expect(screen.queryByRole('link')).toBeNull();
  await server.stop();
});

test('a session that ends while somebody types goes on in the same page once they have signed in elsewhere', async () => {
  const server = await startInProcessServer({ oidc: readOidc((name) => settings[name]) });
  const desk = openDesk(server);
  render(<App store={desk.store} />);
  await desk.signIn();
  const cookies = [...desk.tab.cookies];
  desk.tab.cookies.clear();
  await desk.store.setOnQueue(false);
  const link = await screen.findByRole('link', { name: 'Sign in with Example Ltd' });
  expect(link.getAttribute('target')).toBe('_blank');
  desk.page.conceal();
  desk.page.show();
  expect(desk.store.session.value).toEqual({ phase: 'signed-out', because: 'expired' });

  desk.page.conceal();
  for (const [name, value] of cookies) desk.tab.cookies.set(name, value);
  desk.page.show();

  await until(() => desk.store.session.value.phase === 'signed-in');
  await server.stop();
});

test('signing out in every browser ends the other one too', async () => {
  const server = await startInProcessServer();
  const [here, there] = [openDesk(server), openDesk(server)];
  await here.signIn();
  await there.signIn();

  expect(await here.store.signOutEverywhere()).toBe(true);

  expect(here.store.session.value.phase).toBe('signed-out');
  await until(() => there.store.session.value.phase === 'signed-out', 'the other browser is out');
  await server.stop();
});

/** A desk whose requests to these addresses never arrive. */
function openBehindGap(server: InProcessServer, gap: { at: RegExp | undefined }, tab = newTab()) {
  const fetch: typeof server.fetch = async (input, init) => {
    const asked = input instanceof Request ? `${input.method} ${input.url}` : String(input);
    if (gap.at?.test(asked)) throw new TypeError('Failed to fetch');
    return server.fetch(input, init);
  };
  return openDesk({ ...server, fetch }, tab);
}

test('who signs out is out though the service does not hear it, and nobody is told they are out everywhere then', async () => {
  const server = await startInProcessServer();
  const gap: { at: RegExp | undefined } = { at: undefined };
  const desk = openBehindGap(server, gap);
  await desk.signIn();

  gap.at = /DELETE .*\/session/;
  expect(await desk.store.signOutEverywhere()).toBe(false);
  expect(desk.store.session.value.phase).toBe('signed-in');
  await desk.store.signOut();
  expect(desk.store.session.value).toEqual({ phase: 'signed-out', because: 'none' });
  await server.stop();
});

test('where it cannot be learned by whom one may sign in, a password is enough', async () => {
  const server = await startInProcessServer();
  const desk = openBehindGap(server, { at: /providers/ });
  await desk.store.check();
  expect(desk.store.session.value).toEqual({ phase: 'signed-out', because: 'none' });

  await desk.signIn();

  expect(desk.store.session.value.phase).toBe('signed-in');
  await server.stop();
});

test('the error of single sign-on is gone after another check', async () => {
  const server = await startInProcessServer();
  const desk = openDesk(server, { ...newTab(), address: { hash: '#problem/taken' } });

  await desk.store.check();
  expect(desk.store.session.value).toEqual({ phase: 'signed-out', because: 'taken' });
  await desk.store.check();

  expect(desk.store.session.value).toEqual({ phase: 'signed-out', because: 'none' });
  await server.stop();
});
