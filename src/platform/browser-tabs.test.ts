import { afterEach, expect, test, vi } from 'vitest';
import { createFakePage } from '../testing/fake-page.ts';
import { createBrowserTabs } from './browser-tabs.ts';

afterEach(() => vi.unstubAllGlobals());

function openTab(id: string) {
  const page = createFakePage();
  const heard: unknown[] = [];
  const tabs = createBrowserTabs('chat', page, id);
  tabs.onPost((note, from) => heard.push([note, from]));
  return { page, tabs, heard };
}

test('what one tab says, the others hear, and not itself', async () => {
  const [one, other] = [openTab('a'), openTab('b')];

  one.tabs.post('hello');

  await vi.waitFor(() => expect(other.heard).toEqual([['hello', 'a']]));
  expect(one.heard).toEqual([]);
  for (const { tabs } of [one, other]) tabs.stop();
});

test('a page that is put away hears and says nothing until it is back', async () => {
  const [one, other] = [openTab('a'), openTab('b')];
  other.page.hide();
  one.tabs.post('unheard');
  other.tabs.post('unsaid');

  other.page.wake();
  one.tabs.post('heard');

  await vi.waitFor(() => expect(other.heard).toEqual([['heard', 'a']]));
  expect(one.heard).toEqual([]);
  for (const { tabs } of [one, other]) tabs.stop();
});

test('without channels a tab is alone, and nothing throws', () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const { tabs, page } = openTab('a');

  tabs.post('hello');
  tabs.stop();

  expect(page.listeners).toBe(0);
});
