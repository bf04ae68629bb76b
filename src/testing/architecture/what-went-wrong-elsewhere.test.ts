import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isEmojiOnly } from '../../ui/message-text.tsx';

const root = new URL('../../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');
const rows = read('docs/what-went-wrong-elsewhere.md')
  .split('\n')
  .filter((line) => /^\| \d/.test(line));

/** What a visitor's browser gets, tests aside. */
const browserFiles = ['chat', 'environment', 'embed', 'client', 'chat-store', 'lib', 'ui'].flatMap((room) =>
  readdirSync(new URL(`src/${room}`, root), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\./.test(file))
    .map((file) => ({ file: `${room}/${file}`, text: read(`src/${room}/${file}`) })),
);

describe('the table of what went wrong elsewhere', () => {
  test('has all seventy-three rows, each with a test or a remark', () => {
    expect(rows.map((row) => Number(row.split('|')[1]))).toEqual(Array.from({ length: 73 }, (_, index) => index + 1));
    expect(rows.filter((row) => !row.includes('“') && /\|\s*\|$/.test(row))).toEqual([]);
  });

  test('names tests that exist', () => {
    const named = rows.flatMap((row) => [...row.matchAll(/`([^`]+)` “([^”]+)”/g)]);

    expect(named.length).toBeGreaterThan(73);
    expect(named.filter(([, file = '', title = '']) => !read(file).includes(title)).map(([text]) => text)).toEqual([]);
  });
});

test('row 5: browsers get four small packages and no other', () => {
  const packages = browserFiles.flatMap(({ text }) =>
    [...text.matchAll(/^(?:import|export)(?! type)[^;]*?from '([^.'][^']*)'/gm)].map(([, name]) => name),
  );

  expect(packages.length).toBeGreaterThan(0);
  expect(
    [...new Set(packages)].filter(
      (name) => !/^(@preact\/signals(-core)?|preact(\/.*)?|ky|reconnecting-websocket)$/.test(name ?? ''),
    ),
  ).toEqual([]);
});

test('rows 13 and 27: the widget hears no window messages and touches no history', () => {
  const words =
    /addEventListener\(\s*'message'|(?:window|parent|top|opener)\.postMessage|history\.(?:pushState|replaceState|back|go)\(|browser\/address\.ts/;
  // The console's own, which the last of these words finds wherever the widget would use it.
  const widgetFiles = browserFiles.filter(({ file }) => file !== 'environment/browser/address.ts');

  expect(widgetFiles.length).toBeGreaterThan(50);
  expect(
    widgetFiles.filter(({ text }) => words.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''))).map(({ file }) => file),
  ).toEqual([]);
});

test('each emoji there is may be one', () => {
  const source = '^\\p{RGI_Emoji}$';
  const one = new RegExp(source, 'v');
  const points = Array.from({ length: 0x1fb00 }, (_, point) => String.fromCodePoint(point));
  const emoji = points
    .flatMap((text) => [text, `${text}\ufe0f`, `${text}\ufe0f\u20e3`])
    .filter((text) => one.test(text));

  expect(emoji.length).toBeGreaterThan(1000);
  expect(emoji.filter((text) => !isEmojiOnly(text))).toEqual([]);
});

test('row 33: whatever moves stands under the wish for motion, and nothing is scrolled smoothly by script', () => {
  const sheets = ['embed', 'ui'].flatMap((room) =>
    readdirSync(new URL(`src/${room}`, root), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.css'))
      .map((file) => read(`src/${room}/${file}`).replace(/\/\*[\s\S]*?\*\//g, '')),
  );
  const block = /@media \(prefers-reduced-motion: no-preference\) \{(?:[^{}]|\{[^{}]*\})*\}/g;
  const moves = /\b(?:animation|transition|scroll-behavior)\b[^;{}]*:/;

  expect(sheets.filter((sheet) => moves.test(sheet)).length).toBeGreaterThan(0);
  expect(sheets.filter((sheet) => moves.test(sheet.replace(block, '')))).toEqual([]);
  expect(browserFiles.filter(({ text }) => /'smooth'|\.animate\(/.test(text)).map(({ file }) => file)).toEqual([]);
});

test('row 72: a few emoji alone are large, shortcodes stay as typed', () => {
  expect(['👍', '🎉🎉', '👩‍👩‍👧 👩‍👩‍👧 👩‍👩‍👧', '1️⃣', '🇫🇷', '👋🏽'].filter((text) => !isEmojiOnly(text))).toEqual([]);
  expect([':smile:', '42', '👍 ok', '', '“”', '👍👍👍👍👍👍👍'].filter(isEmojiOnly)).toEqual([]);
});
