import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { spokenIn } from '../../testing/harness/find-hardcoded-text.ts';
import { adminWords } from './admin-en.ts';
import { en } from './en.ts';
import type { Translation } from './messages.ts';

const others = ['de', 'fr', 'es', 'ar'];

/** Every word by its path, `keys.J`. */
function wordsIn(group: object, path = ''): Map<string, unknown> {
  const found = Object.entries(group).flatMap(([name, word]): [string, unknown][] =>
    typeof word === 'object' ? [...wordsIn(word, `${path}${name}.`)] : [[path + name, word]],
  );
  return new Map(found);
}

const english = { words: en, adminWords };

async function translationOf(language: string): Promise<Translation> {
  const { translation }: { translation: Translation } = await import(`./${language}.ts`);
  return translation;
}

test.each(others)(
  '%s says all that the console says in English, takes as much, and says nothing else',
  async (name) => {
    const translation = await translationOf(name);

    for (const part of ['words', 'adminWords'] as const) {
      const [said, own] = [wordsIn(translation[part]), wordsIn(english[part])];
      expect([...said.keys()].sort()).toEqual([...own.keys()].sort());
      for (const [path, word] of own) {
        const other = said.get(path);
        expect([path, typeof other]).toEqual([path, typeof word]);
        if (typeof other === 'function' && typeof word === 'function')
          expect([path, other.length]).toEqual([path, word.length]);
        expect([path, other]).not.toEqual([path, '']);
      }
    }
  },
);

test.each(others)('%s has a form for each kind of number', async (name) => {
  const { words, adminWords: others } = await translationOf(name);
  const rules = new Intl.PluralRules(name);
  const counts = Array.from({ length: 200 }, (_, index) => index + 1);
  const kinds = Map.groupBy(counts, (count) => rules.select(count));

  for (const say of [words.unread, words.newMessages, words.secondsLeft, others.memberCount, others.takes]) {
    const shapes = [...kinds.values()].map(([count = 0]) => say(count).replace(/[\d٠-٩]+/, '#'));
    for (const shape of shapes) expect(shape).not.toMatch(/undefined|#.*#/);
    expect(new Set(shapes).size).toBeGreaterThan(1);
  }
});

const code = readdirSync('src/console', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|messages\//.test(file))
  .map((file) => ({ file, text: readFileSync(`src/console/${file}`, 'utf8') }));

test('every word of the console is used somewhere', () => {
  const all = code.map(({ text }) => text).join('\n');
  const names = [...Object.keys(en), ...Object.keys(adminWords)];

  expect(names.filter((name) => !new RegExp(`\\.${name}\\b|'${name}'`).test(all))).toEqual([]);
});

test('no word stands in the code of the console', () => {
  expect(code.length).toBeGreaterThan(40);
  // Kinds of files have one name in every language.
  const names = new Set([
    'CSV',
    'JSON',
    ...[...wordsIn(en).keys(), ...wordsIn(adminWords).keys()].flatMap((path) => path.split('.')),
  ]);

  expect(
    code.flatMap(({ file, text }) =>
      spokenIn(file, text)
        .filter((word) => !names.has(word))
        .map((word) => `${file}: ${word}`),
    ),
  ).toEqual([]);
});
