import { type ReadonlySignal, signal } from '@preact/signals';

/** The invitation page, or the console, whose store has its own route. */
export type PageView = { view: 'console' } | { view: 'invitation'; token: string };

/** The view that the address names. Its listener lives as long as the page. */
export function createPageView(page: Window): ReadonlySignal<PageView> {
  const route = signal(parsePageView(page.location.hash));
  page.addEventListener('hashchange', () => {
    route.value = parsePageView(page.location.hash);
  });
  return route;
}

export function parsePageView(hash: string): PageView {
  const [, token] = /^#invite\/([\w-]+)$/.exec(hash) ?? [];
  return token ? { view: 'invitation', token } : { view: 'console' };
}
