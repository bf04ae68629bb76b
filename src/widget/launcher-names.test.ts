import { expect, test } from 'vitest';
import { launcherName, launcherNames } from '../embed/launcher-names.ts';
import { locales } from '../embed/locales.ts';

test('before the widget’s words have come, the launcher is called what they call it', async () => {
  for (const name of locales) {
    const { words } = (await import(`./strings/${name}.ts`)) as { words: { launcher: string } };
    expect({ name, launcher: launcherName(name, []) }).toEqual({ name, launcher: words.launcher });
  }
  expect(Object.keys(launcherNames).every((name) => locales.includes(name))).toBe(true);
});

test('the launcher is named by the tag, else by the page and the browser; what nobody speaks is passed over', () => {
  expect(launcherName('ja', ['de'])).toBe('チャット');
  expect(launcherName('auto', ['xx', 'pl-PL', 'ko'])).toBe('Czat');
  expect(launcherName(undefined, ['zh-TW', 'zh-CN'])).toBe('聊天');
  expect(launcherName(undefined, [])).toBe('Chat');
  expect(launcherName('not a tag', ['ja'])).toBe('Chat');
});
