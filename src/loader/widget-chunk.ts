import type { WidgetModule } from '../embed/chat-handle.ts';

/** Fetches the widget of this build. `home` is a connected element that may hold a link meanwhile. */
export async function loadWidget(script: HTMLScriptElement, home: Element, attempt: number): Promise<WidgetModule> {
  const { origin } = new URL(script.src);
  // A browser may remember a module that failed, so another attempt asks by another address.
  const query = attempt ? `?${attempt}` : '';
  const path = `/porchlight/${__PORCHLIGHT_BUILD__}/widget.js`;
  const href = origin + path + query;
  try {
    return await importChecked(href, script, home);
  } catch (cause) {
    // Only a service that was upgraded has no such build. Anything else, a changed byte above all, stays an error,
    // and so does everything on a page that pinned what it wants to run.
    if (script.integrity || (await fetch(href, { method: 'HEAD' })).status !== 404) throw cause;
    return import(/* @vite-ignore */ `${origin}/porchlight/current.js${query}`);
  }
}

/**
 * Runs the module only if its bytes are those of this build: a browser that preloaded it with a hash uses just those.
 * The `load` has to be awaited (without it a changed chunk ran), and the link stays until the import settled (Firefox
 * hangs otherwise). It lives in our own element, so the page's head is left alone.
 */
async function importChecked(href: string, script: HTMLScriptElement, home: Element): Promise<WidgetModule> {
  const link = document.createElement('link');
  try {
    if (__PORCHLIGHT_WIDGET_INTEGRITY__) {
      await new Promise((onload, reject) => {
        const onerror = () => reject(new Error(`${href} does not come; does script-src allow it?`));
        const integrity = __PORCHLIGHT_WIDGET_INTEGRITY__;
        const { nonce } = script;
        Object.assign(link, { rel: 'modulepreload', crossOrigin: '', href, integrity, nonce, onload, onerror });
        home.append(link);
      });
    }
    return await import(/* @vite-ignore */ href);
  } finally {
    link.remove();
  }
}
