import { readFileSync } from 'node:fs';
import { brandVariables, parts, tokenVariables } from '../../src/embed/contract/appearance.ts';
import { attributes, attributeValues } from '../../src/embed/contract/attributes.ts';
import { cancelableEvents, events } from '../../src/embed/contract/events.ts';
import { root } from '../paths.mjs';

/**
 * What editors and catalogues read about the element, in the form of Custom Elements Manifest 2.1. Names and values are
 * those of `src/embed`, sentences those of the docs, which a test holds to the same names.
 */
export function customElements() {
  const declaration = { name: 'PorchlightChat', module: 'element.js' };
  const chat = {
    kind: 'class',
    customElement: true,
    name: declaration.name,
    tagName: 'porchlight-chat',
    description: 'A chat for visitors of the page, over the WebChat guest API.',
    attributes: allAttributes(),
    events: allEvents(),
    cssProperties: [...brandVariables, ...tokenVariables].map((name) => described(`--porchlight-${name}`, theming())),
    cssParts: parts.map((name) => ({ name })),
  };
  return {
    schemaVersion: '2.1.0',
    modules: [
      {
        kind: 'javascript-module',
        path: declaration.module,
        declarations: [chat],
        exports: [{ kind: 'custom-element-definition', name: chat.tagName, declaration }],
      },
    ],
  };
}

const dashed = (name) => name.replace(/[A-Z]/g, '-$&').toLowerCase();

function allAttributes() {
  const rows = rowsUnder('README.md', '### Configure it');
  const ours = attributes.map((name) => {
    const values = attributeValues[name];
    const { description } = described(`data-${dashed(name)}`, rows);
    return {
      name: dashed(name),
      type: { text: values ? values.map((value) => `'${value}'`).join(' | ') : 'string' },
      ...(values && { default: values[0] }),
      ...(description && { description }),
    };
  });
  const inline = {
    name: 'inline',
    type: { text: 'boolean' },
    description: "In the page's flow, with the site's size.",
  };
  return [...ours, inline];
}

function allEvents() {
  const rows = rowsUnder('docs/javascript.md', '## Events');
  return events.map((name) => ({
    ...described(name, rows),
    name: `porchlight:${name}`,
    type: { text: `CustomEvent<EventDetails['${name}']>` },
    ...(cancelableEvents.includes(name) && { cancelable: true }),
  }));
}

const theming = () => rowsUnder('docs/theming.md', '## Variables');

/** What the row of a name says last, as plain text. */
function described(name, rows) {
  const row = rows.find(([names]) => names.split(' ').includes(`\`${name}\``));
  if (!row) throw new Error(`the docs do not name ${name}`);
  const description = row.at(-1).replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
  return description === '' ? { name } : { name, description };
}

/** The rows of the table under a heading of the docs, each as its cells. */
function rowsUnder(file, heading) {
  const section = readFileSync(`${root}/${file}`, 'utf8').split(`${heading}\n`)[1].split(/\n#+ /)[0];
  const lines = section.split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
