import type { WidgetModule } from '../embed/chat-handle.ts';

/** Fetches the widget of this build. `home` is a connected element that may hold a link meanwhile. */
export async function loadWidget(script: HTMLScriptElement, home: HTMLElement, attempt: number): Promise<WidgetModule> {
  const { origin } = new URL(script.src);
  // A browser may remember a module that failed, so another attempt asks by another address.
  const query = attempt ? `?${attempt}` : '';
  const path = __PORCHLIGHT_WIDGET_INTEGRITY__
    ? `/porchlight/${__PORCHLIGHT_BUILD__}/widget.js`
    : '/src/widget/main.ts';
  const href = origin + path + query;
  try {
    return await importChecked(href, script, home);
  } catch (cause) {
    // Only a service that was upgraded has no such build. Anything else, a changed byte above all, stays an error,
    // and so does everything on a page that pinned what it wants to run.
    if (script.integrity || (await fetch(href, { method: 'HEAD' })).status !== 404) {
      throw new Error(`${href} could not be run. Does the page's script-src allow it?`, { cause });
    }
    return import(/* @vite-ignore */ `${origin}/porchlight/current.js${query}`);
  }
}

/**
 * Runs the module only if its bytes are those of this build: a browser that preloaded it with a hash uses just those.
 * The `load` has to be awaited (without it a changed chunk ran), and the link stays until the import settled (Firefox
 * hangs otherwise). It lives in our own element, so the page's head is left alone.
 */
async function importChecked(href: string, script: HTMLScriptElement, home: HTMLElement): Promise<WidgetModule> {
  const link = document.createElement('link');
  try {
    if (__PORCHLIGHT_WIDGET_INTEGRITY__) {
      link.rel = 'modulepreload';
      link.integrity = __PORCHLIGHT_WIDGET_INTEGRITY__;
      link.crossOrigin = 'anonymous';
      link.nonce = script.nonce;
      link.href = href;
      await new Promise((resolve, reject) => {
        link.onload = resolve;
        link.onerror = reject;
        home.append(link);
      });
    }
    return await import(/* @vite-ignore */ href);
  } finally {
    link.remove();
  }
}
