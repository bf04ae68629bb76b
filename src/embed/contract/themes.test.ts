import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { brandVariables, parts, tokenVariables } from './appearance.ts';

const folder = new URL('../../../public/themes/', import.meta.url);
const themes = readdirSync(folder).map((file) => ({ file, css: readFileSync(new URL(file, folder), 'utf8') }));
const promised = [...brandVariables, ...tokenVariables];

/** The rules of a sheet as plain as these: selectors, and what is declared for them. */
function rulesOf(css: string): { selectors: string[]; declared: [name: string, value: string][] }[] {
  const plain = css.replace(/\/\*[\s\S]*?\*\//g, '');
  return [...plain.matchAll(/([^{}]+){([^{}]*)}/g)].map(([, selectors = '', body = '']) => ({
    selectors: selectors.split(',').map((one) => one.trim()),
    declared: body
      .split(';')
      .filter((line) => line.trim())
      .map((line) => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()]),
  }));
}

test('there are four themes', () => {
  expect(themes.map(({ file }) => file)).toEqual(['evergreen.css', 'ink.css', 'lagoon.css', 'paper.css']);
});

test.each(themes)(
  '$file is made of promised variables and parts only, and leaves colours to the variables',
  ({ css }) => {
    const rules = rulesOf(css);

    expect(rules.length).toBeGreaterThan(1);
    for (const { selectors, declared } of rules) {
      const isBase = selectors.join() === 'porchlight-chat';
      const named = selectors.map((one) => /^porchlight-chat::part\(([\w-]+)\)$/.exec(one)?.[1]);
      expect(isBase ? [] : named.filter((part) => !parts.includes(part ?? ''))).toEqual([]);
      const names = declared.map(([name]) => name);
      const isWelcome = (name: string) =>
        isBase ? promised.includes(name.replace('--porchlight-', '')) : !/color|background|fill|opacity|^--/.test(name);
      expect(names.filter((name) => !isWelcome(name))).toEqual([]);
      expect(declared.filter(([, value]) => value.includes('!important'))).toEqual([]);
    }
  },
);

/** What is seen on what, and how much it has to stand out (WCAG 2.2, 1.4.3 and 1.4.11). */
const pairs: [string, string, number][] = [
  ['on-accent', 'accent', 4.5],
  ['text', 'surface', 4.5],
  ['text', 'bubble-agent', 4.5],
  ['muted', 'surface', 4.5],
  ['muted', 'bubble-agent', 4.5],
  ['danger', 'surface', 4.5],
  ['focus', 'surface', 3],
  ['accent', 'surface', 3],
];

test.each(themes.flatMap((theme) => ['light', 'dark'].map((scheme) => ({ ...theme, scheme }))))(
  'what $file shows stands out minimum, $scheme',
  ({ css, scheme }) => {
    const values = new Map(rulesOf(css).flatMap(({ declared }) => declared));
    const of = (name: string) => colourIn(values.get(`--porchlight-${name}`) ?? 'none', scheme);

    const low = pairs.filter(([text, background, minimum]) => contrast(of(text), of(background)) < minimum);
    expect(low).toEqual([]);
    // The visitor's own bubble gets black or white by itself.
    const guest = values.has('--porchlight-bubble-guest') ? of('bubble-guest') : of('accent');
    expect(Math.max(contrast(guest, '#ffffff'), contrast(guest, '#000000'))).toBeGreaterThanOrEqual(4.5);
  },
);

test('the contrast is computed as WCAG defines it', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(colourIn('light-dark(#fff, #0d0d0d)', 'dark')).toBe('#0d0d0d');
});

function colourIn(value: string, scheme: string): string {
  const [, light, dark] = /^light-dark\((#\w+), (#\w+)\)$/.exec(value) ?? [];
  const colour = (scheme === 'dark' ? dark : light) ?? value;
  expect(colour).toMatch(/^#(\w{3}|\w{6})$/);
  return colour.length === 4 ? colour.replace(/\w/g, '$&$&') : colour;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
