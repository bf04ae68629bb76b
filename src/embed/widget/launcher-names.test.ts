import { expect, test } from 'vitest';
import { launcherNames } from '../contract/launcher-names.ts';
import { locales } from '../contract/locales.ts';

test('before the widget’s words have come, the launcher is called what they call it', async () => {
  for (const name of locales) {
    const { words } = (await import(`./messages/${name}.ts`)) as { words: { launcher: string } };
    expect({ name, launcher: launcherNames[name.slice(0, 2)] ?? 'Chat' }).toEqual({ name, launcher: words.launcher });
  }
});
