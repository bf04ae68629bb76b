import type { PageModule } from '../embed/chat.ts';
import type { WidgetModule, WidgetOptions } from '../embed/chat-handle.ts';

type Load = WidgetOptions['load'];

let attempts = '';

/** `pin` is the hash by which the page pinned the loader, if it did. */
export const loadWidget = (origin: string, load: Load, pin: string) =>
  fetchOwn<WidgetModule>(origin, load, pin, 'widget.js', __PORCHLIGHT_WIDGET_INTEGRITY__);
export const loadPage = (origin: string, load: Load, pin: string) =>
  fetchOwn<PageModule>(origin, load, pin, 'page.js', __PORCHLIGHT_PAGE_INTEGRITY__);

/** Fetches a file of this build. */
async function fetchOwn<Module>(origin: string, load: Load, pin: string, file: string, hash: string): Promise<Module> {
  // A browser may remember a module that failed, so another attempt asks by another address.
  const name = file + attempts;
  const href = `${origin}/porchlight/${__PORCHLIGHT_BUILD__}/${name}`;
  try {
    return await load(href, hash);
  } catch (cause) {
    attempts += '?';
    // Only a service that was upgraded has no such build. Anything else, a changed byte above all, stays an error,
    // and so does everything on a page that pinned what it wants to run.
    if (pin || (await fetch(href, { method: 'HEAD' })).status !== 404) throw cause;
    return import(/* @vite-ignore */ `${origin}/porchlight/${name}`);
  }
}

/**
 * Runs modules only if their bytes have the given hash: a browser that preloaded one with a hash uses just those bytes.
 * The `load` event has to be awaited (without it a changed module ran), and the link stays until the import settled
 * (Firefox hangs otherwise). It lives in `home`, our own element, so the page's head is left alone.
 */
export const createLoad = (home: Element, { nonce }: HTMLScriptElement): Load =>
  async function load(href, integrity) {
    const link = document.createElement('link');
    try {
      await new Promise<unknown>((onload, reject) => {
        const onerror = () => reject(`${href} failed: script-src?`);
        Object.assign(link, { rel: 'modulepreload', crossOrigin: '', href, integrity, nonce, onload, onerror });
        home.append(link);
      });
      return await import(/* @vite-ignore */ href);
    } finally {
      link.remove();
    }
  };
