import type { PageModule, ScriptTag } from '../contract/loader-api.ts';
import type { WidgetModule, WidgetOptions } from '../contract/widget-api.ts';

// Stands in for `src/embed/loader/chunk-loader.ts` in the package: there the bundler of the site makes the chunks.

type Modules = { widget: WidgetModule; page: PageModule };

/** Never called: the bundler also makes the chunks that the widget loads later. */
const loadChunk: WidgetOptions['loadChunk'] = () =>
  Promise.reject(new Error('The package fetches no files of its own'));

const files = { widget: () => import('../widget/main.ts'), page: () => import('../page-api/main.ts') };

export const createChunkLoader = ({ src }: ScriptTag) => ({
  loadChunk,
  origin: new URL(src).origin,
  loadByName: <Name extends keyof Modules>(name: Name): Promise<Modules[Name]> => importChunk(name),
});

async function importChunk<Name extends keyof Modules>(name: Name): Promise<Modules[Name]> {
  const modules: { [Chunk in keyof Modules]: () => Promise<Modules[Chunk]> } = files;
  return modules[name]();
}
