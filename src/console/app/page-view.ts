import { type ReadonlySignal, signal } from '@preact/signals';

/** Before the door, or behind it, where the store's place says where. */
export type PageView = { view: 'console' } | { view: 'invitation'; token: string };

/** Where the address after the hash leads. Lives as long as its page. */
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
