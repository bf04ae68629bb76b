import { parseSync } from 'vite';

/** Finds text in the code of views that a person would read or hear. */
export function findHardcodedText(file: string, text: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown, parent = ''): void => {
    if (Array.isArray(node)) for (const one of node) visit(one, parent);
    if (!node || typeof node !== 'object' || !('type' in node)) return;
    const { type } = node;
    const value = 'value' in node && typeof node.value === 'string' ? node.value : '';
    if (type === 'JSXText' && /\p{L}/u.test(value)) found.push(value.trim());
    if (type === 'Literal' && parent === 'spoken' && /\p{L}/u.test(value)) found.push(value);
    for (const [key, child] of Object.entries(node))
      visit(child, isReadAloud(node) ? 'spoken' : key === 'type' ? '' : parent);
  };
  visit(parseSync(file, text).program);
  return found;
}

/** An attribute, a property or an assignment whose text is read out. */
function isReadAloud(node: object): boolean {
  const target = 'name' in node ? node.name : 'key' in node ? node.key : 'left' in node ? node.left : undefined;
  const name = JSON.stringify(target) ?? '';
  return /"(aria-(label|description|valuetext)|ariaLabel|title|placeholder|alt|textContent|sentence|word)"/.test(name);
}
