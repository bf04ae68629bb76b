import { expect, test } from 'vitest';
import { brandVariables, parts, tokenVariables } from '../../src/embed/contract/appearance.ts';
import { attributes, attributeValues } from '../../src/embed/contract/attributes.ts';
import { cancelableEvents, events } from '../../src/embed/contract/events.ts';
import { customElements } from './custom-elements.mjs';

const [{ declarations, exports, path }] = customElements().modules;
const [chat] = declarations;
const names = (list) => list.map(({ name }) => name);

test('the manifest names every attribute, event, variable and part, and no other', () => {
  const dashed = attributes.map((name) => name.replace(/[A-Z]/g, '-$&').toLowerCase());

  expect(names(chat.attributes)).toEqual([...dashed, 'inline']);
  expect(names(chat.events)).toEqual(events.map((name) => `porchlight:${name}`));
  expect(names(chat.events.filter(({ cancelable }) => cancelable))).toEqual(
    events.filter((name) => cancelableEvents.includes(name)).map((name) => `porchlight:${name}`),
  );
  expect(names(chat.cssProperties)).toEqual(
    [...brandVariables, ...tokenVariables].map((name) => `--porchlight-${name}`),
  );
  expect(names(chat.cssParts)).toEqual(parts);
  expect([...chat.attributes, ...chat.events].filter(({ description }) => !description)).toEqual([]);
});

test('editors offer the words an attribute takes, the first as its default', () => {
  const theme = chat.attributes.find(({ name }) => name === 'theme');

  expect(theme).toMatchObject({ type: { text: "'auto' | 'light' | 'dark' | 'host'" }, default: 'auto' });
  expect(names(chat.attributes.filter((one) => one.default))).toHaveLength(Object.keys(attributeValues).length);
});

test('the element is named as its module makes it', () => {
  expect(chat).toMatchObject({ customElement: true, tagName: 'porchlight-chat' });
  expect(exports).toEqual([
    { kind: 'custom-element-definition', name: chat.tagName, declaration: { name: chat.name, module: path } },
  ]);
});
