import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findHardcodedText } from '../../testing/harness/find-hardcoded-text.ts';
import { languageFor, locales } from '../contract/locales.ts';
import { en } from './messages/en.ts';
import { extrasEn } from './messages/extras-en.ts';
import { formatMessage, type PluralForms, type Translation } from './messages/messages.ts';

const english: Record<string, string | PluralForms> = { ...extrasEn, ...en };
const names = Object.keys(english);

async function messagesOf(name: string): Promise<Record<string, string | PluralForms>> {
  const file: Translation = await import(`./messages/${name}.ts`);
  return file.messages;
}

const placesIn = (sentence: string) => (sentence.match(/{\w+}/g) ?? []).sort();
const formsOf = (word: string | PluralForms): Partial<Record<string, string>> => (typeof word === 'string' ? {} : word);
const placeholdersOf = (word: string | PluralForms) => placesIn(typeof word === 'string' ? word : word.other);

/** The kinds of number a language tells apart, each with the numbers of that kind that a chat may have to say, from one on. */
function kindsOf(language: string): Map<string, number[]> {
  const rules = new Intl.PluralRules(language);
  return Map.groupBy(
    Array.from({ length: 20_000 }, (_, index) => index + 1),
    (count) => rules.select(count),
  );
}

test('each language has a file, and each file a language', () => {
  const files = readdirSync('src/embed/widget/messages').map((file) => file.replace('.ts', ''));

  const others = ['en', 'extras-en', 'messages', 'read-messages'];
  expect(files.filter((file) => !others.includes(file)).sort()).toEqual([...locales].sort());
});

test.each(locales)('%s has the messages of English and no other, with the same placeholders', async (name) => {
  const messages = await messagesOf(name);

  expect(Object.keys(messages).sort()).toEqual([...names].sort());
  expect(languageFor(String(messages.language))).toBe(name);
  for (const key of names) {
    expect([key, placeholdersOf(messages[key] ?? '')]).toEqual([key, placeholdersOf(english[key] ?? '')]);
    expect([key, messages[key]]).not.toEqual([key, key === 'consentUrl' ? 'none' : '']);
  }
});

test.each(['en', ...locales])('%s has a form for each of its plural categories, and no other', async (name) => {
  const messages = name === 'en' ? english : await messagesOf(name);
  const kinds = kindsOf(name);

  for (const [key, word] of Object.entries(messages).filter(([, word]) => typeof word !== 'string')) {
    expect([key, Object.keys(formsOf(word)).sort()]).toEqual([key, [...new Set([...kinds.keys(), 'other'])].sort()]);
    for (const [kind, form = ''] of Object.entries(formsOf(word))) {
      // `one` may omit its number where it stands for the number one alone.
      const isOneNumber = kinds.get(kind)?.length === 1;
      const isRight = isOneNumber && !placesIn(form).length ? [] : placeholdersOf(word);
      expect([key, kind, placesIn(form)]).toEqual([key, kind, isRight]);
    }
  }
});

const code = [
  'src/embed/widget',
  'src/ui',
  'src/chat-store',
  'src/chat',
  'src/embed/loader',
  'src/embed/page-api',
  'src/embed/extras',
  'src/embed/chat-engine',
].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|messages\//.test(`${folder}/${file}`))
    .map((file) => ({ file: `${folder}/${file}`, text: readFileSync(`${folder}/${file}`, 'utf8') })),
);

test('every message is used somewhere', () => {
  const all = code.map(({ text }) => text).join('\n');
  const isUsed = (name: string) =>
    new RegExp(`\\.${name}\\b|'${name}'`).test(all) || new RegExp(`\\?? ?${name}:`).test(all);

  expect(names.filter((name) => !isUsed(name))).toEqual([]);
});

test.each([
  ['<p>Hello {name}</p>', ['Hello']],
  ['<button aria-label="Close">{icon}</button>', ['Close']],
  ['<input placeholder={isOpen ? "Write" : ""} />', ['Write']],
  ['node.textContent = "Sorry";', ['Sorry']],
  ['ask({ sentence: "Really?", answers: [{ word: "Yes" }] });', ['Really?', 'Yes']],
  ['<p class="unseen" part="notice">{messages.kept} · </p>', []],
  ['const x = { sentence: messages.sorry };', []],
])('the search for texts in code finds them: %s', (text, found) => {
  expect(findHardcodedText('view.tsx', text)).toEqual(found);
});

test('the code of the widget contains no texts', () => {
  const views = code.filter(({ file }) => /^src\/(embed\/(widget|extras)|ui)\//.test(file));
  expect(views.length).toBeGreaterThan(30);

  expect(
    views.flatMap(({ file, text }) =>
      findHardcodedText(file, text)
        .filter((word) => !names.includes(word))
        .map((word) => `${file}: ${word}`),
    ),
  ).toEqual([]);
});

test('a message is formatted with its number, also without plural rules', () => {
  const messages = {
    language: 'pl',
    left: { one: '{count} znak', few: '{count} znaki', many: '{count} znaków', other: '?' },
  };

  expect([1, 3, 5, 22, 112].map((count) => formatMessage(messages, 'left', count))).toEqual([
    '1 znak',
    '3 znaki',
    '5 znaków',
    '22 znaki',
    '112 znaków',
  ]);
  expect(formatMessage({ language: 'no language', left: { one: 'a', other: 'b' } }, 'left', 1)).toBe('a');
  expect(formatMessage({ language: 'de', typing: '{name} schreibt' }, 'typing', '$& {name}')).toBe(
    '$& {name} schreibt',
  );
});

test.each([
  ['de-AT', 'de'],
  ['pt', 'pt-br'],
  ['pt-PT', 'pt-br'],
  ['zh', 'zh-hans'],
  ['zh-CN', 'zh-hans'],
  ['zh_SG', 'zh-hans'],
  ['zh-TW', undefined],
  ['zh-Hant-HK', undefined],
  ['iw', 'he'],
  ['EN-gb', 'en'],
  ['klingon', undefined],
  ['german please', undefined],
  ['', undefined],
])('%s is spoken as %s', (tag, name) => {
  expect(languageFor(tag)).toBe(name);
});
