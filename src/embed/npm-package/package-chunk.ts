import type { PageModule, Tag } from '../contract/loader-api.ts';
import type { WidgetModule, WidgetOptions } from '../contract/widget-api.ts';

// What the package has in the place of `src/embed/loader/chunk-loader.ts`: the bundler of whoever imports it makes the files.

type Modules = { widget: WidgetModule; page: PageModule };

/** Nobody asks: what the widget wants later, the bundler knows too. */
const load: WidgetOptions['load'] = () => Promise.reject(new Error('The package fetches no files of its own'));

const files = { widget: () => import('../widget/main.ts'), page: () => import('../page-api/main.ts') };

export const createFiles = ({ src }: Tag) => ({
  load,
  origin: new URL(src).origin,
  fetch: <File extends keyof Modules>(file: File): Promise<Modules[File]> => fetchFile(file),
});

async function fetchFile<File extends keyof Modules>(file: File): Promise<Modules[File]> {
  const modules: { [Name in keyof Modules]: () => Promise<Modules[Name]> } = files;
  return modules[file]();
}
