import type { PageModule, ScriptTag } from '../contract/loader-api.ts';
import type { WidgetModule, WidgetOptions } from '../contract/widget-api.ts';
import { createElement } from './shell.ts';

type Modules = { widget: WidgetModule; page: PageModule };

const hashes = { widget: __PORCHLIGHT_WIDGET_INTEGRITY__, page: __PORCHLIGHT_PAGE_INTEGRITY__ };
let attempts = '';

/** Loads code for a tag. Its preload links stand beside head and body, until they are done, and change neither. */
export function createChunkLoader({ src, integrity: pinned, nonce }: ScriptTag) {
  const { origin } = new URL(src);

  /**
   * Runs a module only if its bytes have the given hash: a browser that preloaded it with a hash uses just those bytes.
   * The `load` event has to be awaited (without it a changed module ran), and the link stays until the import settled
   * (Firefox hangs otherwise).
   */
  const loadChunk: WidgetOptions['loadChunk'] = async (address, integrity) => {
    // A browser may remember a file that it could not have, so the next attempt asks by another address.
    const href = address + attempts;
    const link = createElement('link', { rel: 'modulepreload', crossOrigin: '', href, integrity, nonce });
    try {
      await new Promise<unknown>((onload, reject) => {
        link.onload = onload;
        link.onerror = () => {
          attempts += '?';
          reject(href);
        };
        document.documentElement.append(link);
      });
      return await import(/* @vite-ignore */ href);
    } finally {
      link.remove();
    }
  };

  /** Loads a chunk of this build by its name. */
  async function loadByName<Name extends keyof Modules>(chunk: Name): Promise<Modules[Name]> {
    const name = `${chunk}.js`;
    const base = `${origin}/porchlight/`;
    const href = `${base}${__PORCHLIGHT_BUILD__}/${name}`;
    try {
      return await loadChunk<Modules[Name]>(href, hashes[chunk]);
    } catch (cause) {
      // Only a service that was upgraded has no such build. Anything else, a changed byte above all, stays an error,
      // and so does everything on a page that pinned what it runs.
      if (pinned || (await fetch(href)).ok) throw cause;
      return import(/* @vite-ignore */ base + name + attempts);
    }
  }

  return { loadChunk, loadByName, origin };
}
