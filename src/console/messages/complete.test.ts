import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findHardcodedText } from '../../testing/harness/find-hardcoded-text.ts';
import { adminEnglish } from './admin-en.ts';
import { english } from './en.ts';
import type { Translation } from './messages.ts';

const others = ['de', 'fr', 'es', 'ar'];

/** Every message by its path, `keys.J`. */
function textsOf(group: object, path = ''): Map<string, unknown> {
  const found = Object.entries(group).flatMap(([name, word]): [string, unknown][] =>
    typeof word === 'object' ? [...textsOf(word, `${path}${name}.`)] : [[path + name, word]],
  );
  return new Map(found);
}

const originals = { messages: english, adminMessages: adminEnglish };

async function translationOf(language: string): Promise<Translation> {
  const { translation }: { translation: Translation } = await import(`./${language}.ts`);
  return translation;
}

test.each(others)('%s has every message of the English console, with the same values, and no other', async (name) => {
  const translation = await translationOf(name);

  for (const part of ['messages', 'adminMessages'] as const) {
    const [translated, own] = [textsOf(translation[part]), textsOf(originals[part])];
    expect([...translated.keys()].sort()).toEqual([...own.keys()].sort());
    for (const [path, word] of own) {
      const other = translated.get(path);
      expect([path, typeof other]).toEqual([path, typeof word]);
      if (typeof other === 'function' && typeof word === 'function')
        expect([path, other.length]).toEqual([path, word.length]);
      expect([path, other]).not.toEqual([path, '']);
    }
  }
});

test.each(others)('%s has a form for each plural category', async (name) => {
  const { messages, adminMessages } = await translationOf(name);
  const rules = new Intl.PluralRules(name);
  const counts = Array.from({ length: 200 }, (_, index) => index + 1);
  const kinds = Map.groupBy(counts, (count) => rules.select(count));

  for (const format of [
    messages.unread,
    messages.newMessages,
    messages.secondsLeft,
    adminMessages.memberCount,
    adminMessages.takes,
  ]) {
    const shapes = [...kinds.values()].map(([count = 0]) => format(count).replace(/[\d٠-٩]+/, '#'));
    for (const shape of shapes) expect(shape).not.toMatch(/undefined|#.*#/);
    expect(new Set(shapes).size).toBeGreaterThan(1);
  }
});

const code = readdirSync('src/console', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|messages\//.test(file))
  .map((file) => ({ file, text: readFileSync(`src/console/${file}`, 'utf8') }));

test('every message of the console is used somewhere', () => {
  const all = code.map(({ text }) => text).join('\n');
  const names = [...Object.keys(english), ...Object.keys(adminEnglish)];

  expect(names.filter((name) => !new RegExp(`\\.${name}\\b|'${name}'`).test(all))).toEqual([]);
});

test('the code of the console has no text outside the messages', () => {
  expect(code.length).toBeGreaterThan(40);
  // Kinds of files have one name in every language.
  const names = new Set([
    'CSV',
    'JSON',
    ...[...textsOf(english).keys(), ...textsOf(adminEnglish).keys()].flatMap((path) => path.split('.')),
  ]);

  expect(
    code.flatMap(({ file, text }) =>
      findHardcodedText(file, text)
        .filter((word) => !names.has(word))
        .map((word) => `${file}: ${word}`),
    ),
  ).toEqual([]);
});
