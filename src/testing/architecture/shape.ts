import { parseSync } from 'vite';

/** Lines that one function may have. */
export const longestFunction = 60;
/** Lines of a function that returns an object of functions, which it closes over. */
export const longestFactory = 120;

type Node = { type: string; start: number; end: number } & Record<string, unknown>;

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Functions of a TypeScript file that are longer than they may be, as `file name: lines`. */
export function longFunctionsIn(file: string, text: string): string[] {
  const found: string[] = [];
  const visit = (value: unknown, name: string): void => {
    if (Array.isArray(value)) for (const child of value) visit(child, name);
    if (!isNode(value)) return;
    const own = nameOf(value) ?? name;
    const lines = text.slice(value.start, value.end).split('\n').length;
    const limit = isFactory(value) ? longestFactory : longestFunction;
    if (functionTypes.has(value.type) && lines > limit) found.push(`${file} ${own}: ${lines}`);
    for (const child of Object.values(value)) visit(child, own);
  };
  visit(parseSync(file, text).program, '');
  return found;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function nameOf({ type, id, key }: Node): string | undefined {
  const named = type === 'FunctionDeclaration' || type === 'VariableDeclarator' ? id : key;
  return isNode(named) && typeof named.name === 'string' ? named.name : undefined;
}

/** What it returns at its end is an object written there, of more than its arguments. */
function isFactory({ body }: Node): boolean {
  const statements = isNode(body) && Array.isArray(body.body) ? (body.body as Node[]) : [];
  const last = statements.findLast(({ type }) => type === 'ReturnStatement')?.argument;
  const declares = statements.some(({ type }) => type === 'FunctionDeclaration' || type === 'VariableDeclaration');
  return declares && isNode(last) && last.type === 'ObjectExpression';
}
