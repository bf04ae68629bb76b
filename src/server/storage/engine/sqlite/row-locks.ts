import type { KyselyPlugin, PluginTransformQueryArgs, RootOperationNode } from 'kysely';

/**
 * Lets operations say which rows they lock (`forNoKeyUpdate`, `skipLocked`), which SQLite has no words for and no need
 * of: there, one writer has the whole store.
 */
export const withoutRowLocks: KyselyPlugin = {
  transformQuery: ({ node }: PluginTransformQueryArgs) => withoutModifiers(node),
  transformResult: ({ result }) => Promise.resolve(result),
};

function withoutModifiers(node: RootOperationNode): RootOperationNode {
  if (node.kind !== 'SelectQueryNode' || !node.endModifiers) return node;
  const { endModifiers: _locks, ...select } = node;
  return select;
}
