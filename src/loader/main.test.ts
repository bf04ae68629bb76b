// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const lines: string[] = [];
const chats = () => [...document.querySelectorAll('porchlight-chat')];

beforeEach(() => {
  lines.length = 0;
  vi.spyOn(console, 'error').mockImplementation((...facts) => lines.push(facts.join(' ')));
});

afterEach(() => {
  document.body.replaceChildren();
  for (const chat of chats()) chat.remove();
});

/** As a module runs, `currentScript` is null: the loader finds its tag by what it looks like. */
async function run(settings: Record<string, string>) {
  const script = document.createElement('script');
  // A tag of another type: nothing is fetched, and the loader looks at the address alone.
  script.type = 'text/plain';
  script.src = 'https://chat.example/porchlight.js';
  Object.assign(script.dataset, settings);
  document.body.append(script);
  vi.resetModules();
  await import('./main.ts');
  return script;
}

const ids = { organizationId: 'o', deploymentId: 'd', queue: 'Support' };

test('draws a launcher whose name can be replaced, and asks for nothing', async () => {
  await run({ ...ids, textLauncher: 'Help by chat' });

  const launcher = chats()[0]?.shadowRoot?.querySelector('button');
  expect(launcher?.ariaLabel).toBe('Help by chat');
  expect(launcher?.ariaExpanded).toBe('false');
  expect(document.querySelector('link')).toBeNull();
  expect(lines).toEqual([]);
});

test('row 52: a tag that runs again updates the one chat and draws no second', async () => {
  const first = await run({ ...ids, theme: 'light' });

  await run({ ...ids, theme: 'dark' });

  expect(chats()).toHaveLength(1);
  await vi.waitFor(() => expect(chats()[0]?.getAttribute('theme')).toBe('dark'));
  first.dataset.position = 'bottom-start';
  await vi.waitFor(() => expect(chats()[0]?.getAttribute('position')).toBe('bottom-start'));
});

test('row 59: a second instance has an id of its own', async () => {
  await run(ids);

  await run({ ...ids, id: 'sales' });

  expect(chats()).toHaveLength(2);
});

test('a tag without its queue is told once, however often it is tried, and a tap is answered in words', async () => {
  await run({ organizationId: 'o', deploymentId: 'd' });
  const root = chats()[0]?.shadowRoot;

  root?.querySelector('button')?.click();
  root?.querySelector('button')?.dispatchEvent(new Event('pointerenter'));

  await vi.waitFor(() => expect(root?.textContent).toContain('The chat could not be loaded.'));
  expect(lines).toEqual(['Porchlight: the tag has no data-queue']);
});

test('row 50: a page that swaps its body keeps its chat', async () => {
  await run(ids);
  const [chat] = chats();

  document.body.replaceWith(document.createElement('body'));

  expect(chats()).toEqual([chat]);
  expect(chat?.isConnected).toBe(true);
});
