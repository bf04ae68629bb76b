import { readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { brandVariables, parts, tokenVariables } from './appearance.ts';
import { attributeDefaults } from './attribute-defaults.ts';
import { attributes } from './attributes.ts';
import { cancelableEvents, events, stickyEvents } from './events.ts';
import { verbs } from './verbs.ts';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const readme = read('README.md');
const manual = read('docs/javascript.md');

/** The rows of the table under a heading, each as its cells. */
function rowsUnder(text: string, heading: string): string[][] {
  const section = text.split(`${heading}\n`)[1]?.split(/\n#+ /)[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| ') && !/^\| \w+ \|/.test(line));
  return lines.map((line) => line.split('|').map((cell) => cell.trim()));
}

const codes = (text = '') => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

test('the table of attributes names all of them and no other', () => {
  const documented = rowsUnder(readme, '### Configure it').flatMap(([, names]) => codes(names));
  const plain = documented.filter((name) => !name.endsWith('-*'));

  const dashed = attributes.map((name) => `data-${name.replace(/[A-Z]/g, '-$&').toLowerCase()}`);
  expect(sorted(plain)).toEqual(sorted(dashed));
  expect(documented).toEqual(expect.arrayContaining(['data-field-*', 'data-text-*']));
});

test('the table of verbs names all of them and no other', () => {
  const documented = rowsUnder(manual, '## Verbs').flatMap(([, names]) => codes(names));

  expect(sorted(documented.map((verb) => verb.replace(/\(.*/, '')))).toEqual(sorted(verbs));
});

test('the table of events names all of them and no other, with those that stick and those that can be prevented', () => {
  const rows = rowsUnder(manual, '## Events');
  const marked = (mark: string) => rows.filter(([, , marks]) => marks === mark).flatMap(([, names]) => codes(names));

  expect(sorted(rows.flatMap(([, names]) => codes(names)))).toEqual(sorted(events));
  expect(sorted(marked('◆'))).toEqual(sorted(stickyEvents));
  expect(sorted(marked('✕'))).toEqual(sorted(cancelableEvents));
});

test('the table of refusals names every rejection of the code', () => {
  const folder = new URL('../page-api/', import.meta.url);
  const code = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
  const given = code.flatMap((text) => [...text.matchAll(/rejection\(\s*'([\w.]+)'/g)].map(([, name = '']) => name));

  expect(given.length).toBeGreaterThan(5);
  const documented = rowsUnder(manual, '### Refusals').flatMap(([, names]) => codes(names));
  expect(sorted(documented)).toEqual(sorted(given));
});

test('row 20: the README promises the variables and the parts there are', () => {
  const section = readme.split('### Dress it\n')[1]?.split('\n## ')[0] ?? '';
  const promised = section.split('```').at(-1) ?? '';
  const variables = codes(promised)
    .filter((code) => code.startsWith('-'))
    .map((code) => code.replace(/^(--porchlight)?-/, ''));
  const documented = codes(promised).find((code) => code.includes('launcher')) ?? '';

  expect(sorted(variables)).toEqual(sorted([...brandVariables, ...tokenVariables]));
  expect(sorted(documented.split(/\s+/))).toEqual(sorted(parts));
});

test('the page on theming names every variable, part and state, and its pictures exist and are small', () => {
  const theming = read('docs/theming.md');
  const variables = codes(theming.split('## Variables')[1]?.split('## Parts')[0]).filter((code) =>
    /^--porchlight-[\w-]+$/.test(code),
  );
  const pictures = [...theming.matchAll(/\]\((pictures\/[\w-]+\.png)\)/g)].map(([, path = '']) => path);
  const documented = codes(theming.split('## Parts')[1]);

  expect(sorted(variables)).toEqual(
    sorted([...brandVariables, ...tokenVariables].map((name) => `--porchlight-${name}`)),
  );
  expect(documented).toEqual(expect.arrayContaining(parts));
  const states = 'idle starting waiting connected catching-up away offline ended failed'.split(' ');
  expect(documented).toEqual(expect.arrayContaining(states));
  const folder = new URL('../../../docs/pictures/', import.meta.url);
  expect(
    readdirSync(folder)
      .map((file) => `pictures/${file}`)
      .sort(),
  ).toEqual(pictures.sort());
  expect(readdirSync(folder).filter((file) => statSync(new URL(file, folder)).size > 30 * 1024)).toEqual([]);
});

test('row 16: the stylesheets use each promised variable and no other', () => {
  const folders = ['src/embed/loader', 'src/embed/page-api', 'src/embed/widget/styles', 'src/embed/extras'];
  const files = folders.flatMap((folder) =>
    readdirSync(new URL(`../../../${folder}/`, import.meta.url))
      .filter((file) => file.endsWith('.css'))
      .map((file) => read(`${folder}/${file}`)),
  );
  const used = files.flatMap((css) => [...css.matchAll(/var\(\s*--porchlight-([\w-]+)/g)].map(([, name = '']) => name));

  expect(sorted(used)).toEqual(sorted([...brandVariables, ...tokenVariables]));
});

test('the first value in the table of attributes is the default', () => {
  const rows = rowsUnder(readme, '### Configure it');
  const first = (name: string) => {
    const dashed = `data-${name.replace(/[A-Z]/g, '-$&').toLowerCase()}`;
    return codes(rows.find(([, names]) => codes(names).includes(dashed))?.[2])[0];
  };

  const names = Object.keys(attributeDefaults);
  expect(names.map((name) => [name, first(name)])).toEqual(names.map((name) => [name, attributeDefaults[name]]));
});

test('the table of doctor’s result names every key of it', () => {
  const documented = rowsUnder(manual, '### What doctor tells').flatMap(([, names]) => codes(names));
  const given = [
    ...(read('src/embed/contract/diagnosis.ts').split('export type Diagnosis')[1] ?? '').matchAll(/^ {2}(\w+): /gm),
  ];

  expect(sorted(documented)).toEqual(sorted(given.map(([, name = '']) => name)));
});
