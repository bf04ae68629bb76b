import { afterEach, expect, test, vi } from 'vitest';
import { createFakePage } from '../../testing/fakes/page.ts';
import { createTabChannel } from './tab-channel.ts';

afterEach(() => vi.unstubAllGlobals());

function openTab() {
  const page = createFakePage();
  const heard: unknown[] = [];
  const tabs = createTabChannel('chat', page);
  tabs.onData((data) => heard.push(data));
  return { page, tabs, heard };
}

test('what one tab says, the others hear, and not itself', async () => {
  const [one, other] = [openTab(), openTab()];

  one.tabs.post('hello');

  await vi.waitFor(() => expect(other.heard).toEqual(['hello']));
  expect(one.heard).toEqual([]);
  for (const { tabs } of [one, other]) tabs.close();
});

test('a page that is put away hears and says nothing until it is back', async () => {
  const [one, other] = [openTab(), openTab()];
  other.page.hide();
  one.tabs.post('unheard');
  other.tabs.post('unsaid');

  other.page.wake();
  one.tabs.post('heard');

  await vi.waitFor(() => expect(other.heard).toEqual(['heard']));
  expect(one.heard).toEqual([]);
  for (const { tabs } of [one, other]) tabs.close();
});

test('without channels a tab is alone, and nothing throws', () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const { tabs, page } = openTab();

  tabs.post('hello');
  tabs.close();

  expect(page.listeners).toBe(0);
});
