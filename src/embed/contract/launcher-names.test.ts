import { expect, test } from 'vitest';
import { launcherLabel } from '../page-api/launcher-label.ts';
import { launcherNames } from './launcher-names.ts';
import { locales } from './locales.ts';

test('before the widget’s messages are loaded, the launcher has the name that they give it', async () => {
  for (const name of locales) {
    const { messages } = (await import(`../widget/messages/${name}.ts`)) as { messages: { launcher: string } };
    expect({ name, launcher: launcherNames[name.slice(0, 2)] ?? 'Chat' }).toEqual({
      name,
      launcher: messages.launcher,
    });
  }
});

test('the launcher is named by the tag, else by the page and the browser; unsupported languages are skipped', () => {
  expect(launcherLabel('ja', ['de'])).toBe('チャット');
  expect(launcherLabel('auto', ['xx', 'pl-PL', 'ko'])).toBe('Czat');
  expect(launcherLabel(undefined, ['zh-TW', 'zh-CN'])).toBe('聊天');
  expect(launcherLabel(undefined, [])).toBe('Chat');
  expect(launcherLabel('not a tag', ['ja'])).toBe('Chat');
});
