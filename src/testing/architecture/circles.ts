import { dirname } from 'node:path/posix';
import { importsOf, type Sources } from './sources.ts';

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Circles of files, each once, as `a → b → a`. An import of types alone counts like any other. */
export function circlesOfFiles(sources: Sources): string[] {
  return circlesOf(
    new Map(
      [...sources].map(([file, text]) => {
        const targets = importsOf(file, text).map(({ target }) => target.replace(/\?.*/, ''));
        return [file, new Set(targets.filter((target) => sources.has(target)))];
      }),
    ),
  );
}

/**
 * Circles of folders. A folder and what lies inside it count as one, so the two may import each other. `import()` does
 * not count: it fetches a file of code that is built apart.
 */
export function circlesOfFolders(sources: Sources): string[] {
  const graph = new Map<string, Set<string>>();
  for (const [file, text] of sources) {
    const from = dirname(file);
    const targets = graph.get(from) ?? new Set();
    graph.set(from, targets);
    for (const { target, isDynamic } of importsOf(file, text)) {
      if (isDynamic) continue;
      const to = dirname(target);
      if (sources.has(target.replace(/\?.*/, '')) && !isInside(from, to) && !isInside(to, from)) targets.add(to);
    }
  }
  return circlesOf(graph);
}

function isInside(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
}

function circlesOf(graph: Graph): string[] {
  const found: string[] = [];
  const finished = new Set<string>();
  const visit = (node: string, way: readonly string[]): void => {
    const at = way.indexOf(node);
    if (at !== -1) found.push([...way.slice(at), node].join(' → '));
    if (at !== -1 || finished.has(node)) return;
    for (const next of graph.get(node) ?? []) visit(next, [...way, node]);
    finished.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return found;
}
