import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { operations } from '../../src/protocol/operations.ts';
import { root } from '../paths.mjs';

const pageFile = `${root}/docs/conformance.md`;

/** A title that begins with the names of operations, `getMember: …` or `getMember, listMembers: …`, covers them. */
const title = /(['"`])((?:[a-z]+[A-Z]\w+(?:, )?)+): (.*?)\1/g;

/** Every operation with the tests that name it, as `[name, row, [{file, title}]]`. */
export function coverage() {
  const titles = testFiles().flatMap((file) => titlesIn(file));
  return Object.entries(operations).map(([name, row]) => [
    name,
    row,
    titles.filter(({ names }) => names.includes(name)),
  ]);
}

/** What docs/conformance.md has to say. */
export function conformance() {
  const rows = coverage();
  const covered = rows.filter(([, , tests]) => tests.length > 0).length;
  const lines = rows.map(([name, { method, path, caller, status }, tests]) => {
    const cell = tests.map(({ file, text }) => `${text} (${file})`).join('<br>');
    return `| ${name} | ${method} \`${path}\` | ${caller} | ${status} | ${cell.replaceAll('|', '\\|')} |`;
  });
  return `# Conformance

${covered} of ${rows.length} operations have tests that name them. This page is made by \`node scripts/check/conformance.mjs\`; the suite fails where it is out of date or an operation has no test. Besides, \`src/server/http/bad-input.test.ts\` and \`src/server/auth/access.test.ts\` go through the whole table, and \`src/server/vendor-clients.test.ts\` through every operation with the clients that the platform's vendor published.

| operation | address | caller | success | tests |
|---|---|---|---|---|
${lines.join('\n')}
`;
}

export function written() {
  return readFileSync(pageFile, 'utf8');
}

function testFiles() {
  return readdirSync(`${root}/src/server`, { recursive: true })
    .map((file) => `src/server/${String(file)}`)
    .filter((file) => file.endsWith('.test.ts'))
    .sort();
}

function titlesIn(file) {
  const source = readFileSync(`${root}/${file}`, 'utf8');
  return [...source.matchAll(title)].map(([, , names, text]) => ({
    file,
    names: names.split(', '),
    text: text.replaceAll('%s', '…'),
  }));
}

if (process.argv[1]?.endsWith('conformance.mjs')) writeFileSync(pageFile, conformance());
