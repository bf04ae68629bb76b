// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { savedChatKey } from '../contract/saved-chat-key.ts';

const lines: string[] = [];
const chats = () => [...document.querySelectorAll('porchlight-chat')];

/** The links of what is being loaded; removes them. */
function takeLinks(): HTMLLinkElement[] {
  const links = [...document.querySelectorAll('link')];
  for (const link of links) link.remove();
  return links;
}

beforeEach(() => {
  lines.length = 0;
  vi.spyOn(console, 'error').mockImplementation((...args) => lines.push(args.join(' ')));
});

afterEach(() => {
  document.body.replaceChildren();
  document.documentElement.lang = '';
  takeLinks();
  for (const chat of chats()) chat.remove();
  for (const name of ['Porchlight', 'Press']) Reflect.deleteProperty(window, name);
});

/** As a module runs, `currentScript` is null: the loader finds its tag by what it looks like. */
async function run(settings: Record<string, string>, nonce = '') {
  const script = document.createElement('script');
  // A tag of another type: nothing is fetched, and the loader checks the address alone.
  script.type = 'text/plain';
  script.src = 'http://127.0.0.1:9/porchlight.js';
  script.nonce = nonce;
  Object.assign(script.dataset, settings);
  document.body.append(script);
  vi.resetModules();
  await import('./main.ts');
  return script;
}

const ids = { organizationId: 'o', deploymentId: 'd', queue: 'Support' };

test('draws a launcher whose name can be replaced, and loads nothing', async () => {
  await run({ ...ids, textLauncher: 'Help by chat' });

  const launcher = chats()[0]?.shadowRoot?.querySelector('button');
  expect(launcher?.ariaLabel).toBe('Help by chat');
  expect(launcher?.ariaExpanded).toBe('false');
  expect(document.querySelector('link')).toBeNull();
  expect(lines).toEqual([]);
});

test.each([
  [{ locale: 'ja' }, 'de', 'チャット'],
  [{ locale: 'pt-BR' }, 'ja', 'Chat'],
  [{}, 'ko-KR', '채팅'],
  [{ locale: 'auto' }, 'pl', 'Czat'],
  [{ locale: 'he', textLauncher: 'Press' }, '', 'Press'],
  [{}, '', 'Chat'],
])('a tag with %o on a page in “%s” has a launcher called “%s”, and loads nothing', async (settings, lang, name) => {
  document.documentElement.lang = lang;

  await run({ ...ids, ...settings });

  expect(chats()[0]?.shadowRoot?.querySelector('button')?.ariaLabel).toBe(name);
  expect(document.querySelector('link')).toBeNull();
});

test('row 52: a tag that runs again updates the one chat and draws no second', async () => {
  const first = await run({ ...ids, theme: 'light' });

  await run({ ...ids, theme: 'dark' });

  expect(chats()).toHaveLength(1);
  await vi.waitFor(() => expect(chats()[0]?.getAttribute('theme')).toBe('dark'));
  first.dataset.position = 'bottom-start';
  await vi.waitFor(() => expect(chats()[0]?.getAttribute('position')).toBe('bottom-start'));
});

test('row 59: chats of one page, and of several deployments, are saved under different keys', async () => {
  const names = [ids, { ...ids, id: 'sales' }, { ...ids, deploymentId: 'e' }, { ...ids, organizationId: 'p' }];

  expect(new Set(names.map(savedChatKey)).size).toBe(4);
});

test('row 59: a second instance has an id of its own', async () => {
  await run(ids);

  await run({ ...ids, id: 'sales' });

  expect(chats()).toHaveLength(2);
});

test('calls wait in the global with or without the snippet, do not throw, and are settled by what takes them', async () => {
  const early: unknown[] = [];
  Object.assign(window, {
    Porchlight: Object.assign(() => {}, { q: [[['hide'], () => early.push('hide'), () => {}]] }),
  });

  await run(ids);
  const { Porchlight } = window as unknown as { Porchlight: { [verb: string]: (...words: unknown[]) => unknown } };

  expect(Porchlight.open?.()).toBeInstanceOf(Promise);
  expect(Porchlight.noSuchVerb?.({}, Symbol('x'))).toBeInstanceOf(Promise);
  const stop = Porchlight.on?.('ready', () => {});
  expect(typeof stop).toBe('function');
  // To wait for the global itself is no call.
  expect(await Porchlight).toBe(Porchlight);
});

test('two chats of one page: the first has the shared global, each its own where the tag names one', async () => {
  await run(ids);
  const first = Reflect.get(window, 'Porchlight');
  await run({ ...ids, id: 'sales' });
  await run({ ...ids, id: 'press', global: 'Press' });

  expect(Reflect.get(window, 'Porchlight')).toBe(first);
  expect(Reflect.get(window, 'Press')).not.toBe(first);
  expect(chats()).toHaveLength(3);
});

test('row 51: a chat that is destroyed and pasted again in the same moment starts as a new one', async () => {
  await run(ids);
  const [old] = chats();
  const before = Reflect.get(window, 'Porchlight');

  (before as (verb: string) => void)('destroy');
  expect(chats()).toEqual([]);
  expect(Reflect.has(window, 'Porchlight')).toBe(false);
  await run(ids);

  expect(chats()).toHaveLength(1);
  expect(chats()[0]).not.toBe(old);
  expect(Reflect.get(window, 'Porchlight')).not.toBe(before);
});

test('a chat that cannot be loaded shows a sentence, and is logged where the panel is open', async () => {
  // Nothing listens at the tag's address: its document would try, and print that it failed.
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  onTestFinished(() => void vi.unstubAllGlobals());
  await run(ids);
  const root = chats()[0]?.shadowRoot;

  // As a browser tells of what it cannot fetch.
  const fail = () => document.querySelector('link')?.dispatchEvent(new Event('error'));
  const launcher = root?.querySelector('button');

  const logged = () => lines.filter((line) => line.startsWith('Porchlight:'));
  launcher?.dispatchEvent(new Event('pointerenter'));
  fail();
  await vi.waitFor(() => expect(root?.textContent).toContain('Try again'));
  expect(logged()).toEqual([]);

  launcher?.click();
  expect(root?.textContent).toContain('Opening…');
  fail();
  await vi.waitFor(() => expect(root?.textContent).toContain('Try again'));

  expect(logged()).toHaveLength(1);
});

test('row 6: a tag with data-load leaves the loading to page.js, and only page.js is loaded for it', async () => {
  const fetched: (string | undefined)[][] = [];
  for (const when of [{}, { load: 'manual' }, { load: 'eager' }, { load: 'idle' }, { load: 'interaction' }]) {
    await run({ ...ids, ...when, id: String(fetched.length) });
    chats().at(-1)?.shadowRoot?.querySelector('button')?.dispatchEvent(new Event('pointerenter'));
    fetched.push(takeLinks().map(({ href }) => href.match(/\w+\.js/)?.[0]));
  }

  expect(fetched).toEqual([['widget.js'], ['page.js'], ['page.js'], ['page.js'], ['widget.js']]);
});

test('row 7: hovering opens nothing, and each press is handled once, at once', async () => {
  await run(ids);
  const [launcher, panel] = chats()[0]?.shadowRoot?.querySelectorAll<HTMLElement>('button, [role=dialog]') ?? [];
  const isOpen = () => panel?.hidden === false && launcher?.ariaExpanded === 'true';

  for (const type of ['pointerenter', 'focus', 'touchstart', 'pointerdown']) launcher?.dispatchEvent(new Event(type));
  expect(isOpen()).toBe(false);
  launcher?.click();
  expect(isOpen()).toBe(true);
  launcher?.click();

  expect(isOpen()).toBe(false);
});

test('a value that a page has put among its calls by mistake breaks no press', async () => {
  Object.assign(window, { Porchlight: Object.assign(() => {}, { q: [7, null, [], [[]], ['open'], [7]] }) });
  const faults: string[] = [];
  window.addEventListener('error', ({ message }) => faults.push(message), { once: true });
  await run({ ...ids, load: 'manual' });
  const [launcher] = chats()[0]?.shadowRoot?.querySelectorAll('button') ?? [];
  launcher?.click();

  expect(launcher?.ariaExpanded).toBe('true');
  expect(faults).toEqual([]);
});

test('row 10: what the tag loads carries its nonce', async () => {
  await run(ids, 'bm9uY2U');

  chats()[0]?.shadowRoot?.querySelector('button')?.click();

  expect(document.querySelector('link')?.nonce).toBe('bm9uY2U');
});

test('row 50: a page that replaces its body keeps its chat', async () => {
  await run(ids);
  const [chat] = chats();

  document.body.replaceWith(document.createElement('body'));

  expect(chats()).toEqual([chat]);
  expect(chat?.isConnected).toBe(true);
});
