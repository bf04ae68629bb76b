import { parseSync } from 'vite';

/** No part of an identifier: each says less than the field's own word for the same thing. */
const inIdentifiers = new Set([
  'deed',
  'deeds',
  'tell',
  'tells',
  'told',
  'look',
  'looks',
  'looked',
  'looker',
  'said',
  'kept',
  'anew',
  'whoever',
  'nobody',
  'somebody',
]);

/** Public names do not move, where they are used: `data-text-kept` replaces the text `kept`. */
const publicNames: Record<string, RegExp> = { kept: /^src\/embed\/widget\// };

/** Old-fashioned or riddling in a comment: name who or what does it, and when. */
const inComments = /\b(?:whoever|nobody|somebody|anew|of before|by now)\b/i;

type Node = { type?: string; name?: unknown } & Record<string, unknown>;

/** The forbidden words of a TypeScript file, each with its line, as `file:line word`. */
export function forbiddenWordsIn(file: string, text: string): string[] {
  const { program, comments } = parseSync(file, text);
  const found: { start: number; word: string }[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const child of node) visit(child);
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
    const { type, name, start } = node as Node;
    if (type === 'Identifier' && typeof name === 'string' && isForbidden(name, file)) {
      found.push({ start: Number(start), word: name });
    }
    for (const child of Object.values(node)) visit(child);
  };
  visit(program);
  for (const { value, start } of comments) {
    const [word] = inComments.exec(value) ?? [];
    if (word) found.push({ start, word });
  }
  const lines = found.map(({ start, word }) => `${file}:${text.slice(0, start).split('\n').length} ${word}`);
  return [...new Set(lines)];
}

function isForbidden(name: string, file: string): boolean {
  return wordsOf(name).some((word) => inIdentifiers.has(word)) && !publicNames[name]?.test(file);
}

function wordsOf(name: string): string[] {
  return name
    .split(/(?=[A-Z])|_/)
    .map((word) => word.toLowerCase())
    .filter(Boolean);
}
