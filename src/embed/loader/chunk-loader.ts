import type { PageModule, Tag } from '../contract/loader-api.ts';
import type { WidgetModule, WidgetOptions } from '../contract/widget-api.ts';
import { make } from './shell.ts';

type Modules = { widget: WidgetModule; page: PageModule };

const hashes = { widget: __PORCHLIGHT_WIDGET_INTEGRITY__, page: __PORCHLIGHT_PAGE_INTEGRITY__ };
let attempts = '';

/** What a tag may fetch. Links to preload stand beside head and body, for as long as they take, and leave both alone. */
export function createFiles({ src, integrity: pinned, nonce }: Tag) {
  const { origin } = new URL(src);

  /**
   * Runs modules only if their bytes have the given hash: a browser that preloaded one with a hash uses just those bytes.
   * The `load` event has to be awaited (without it a changed module ran), and the link stays until the import settled
   * (Firefox hangs otherwise).
   */
  const load: WidgetOptions['load'] = async (href, integrity) => {
    const link = make('link', { rel: 'modulepreload', crossOrigin: '', href, integrity, nonce });
    try {
      await new Promise<unknown>((onload, reject) => {
        link.onload = onload;
        link.onerror = () => reject(href);
        document.documentElement.append(link);
      });
      return await import(/* @vite-ignore */ href);
    } finally {
      link.remove();
    }
  };

  /** Fetches a file of this build. */
  async function fetchOwn<File extends keyof Modules>(file: File): Promise<Modules[File]> {
    // A browser may remember a module that failed, so another attempt asks by another address.
    const name = `${file}.js${attempts}`;
    const base = `${origin}/porchlight/`;
    const href = `${base}${__PORCHLIGHT_BUILD__}/${name}`;
    try {
      return await load<Modules[File]>(href, hashes[file]);
    } catch (cause) {
      attempts += '?';
      // Only a service that was upgraded has no such build. Anything else, a changed byte above all, stays an error,
      // and so does everything on a page that pinned what it wants to run.
      if (pinned || (await fetch(href)).ok) throw cause;
      return import(/* @vite-ignore */ base + name);
    }
  }

  return { load, fetch: fetchOwn, origin };
}
