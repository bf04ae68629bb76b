import { type ReadonlySignal, signal } from '@preact/signals';

/** Before the door, or behind it, where the store's place says where. */
export type Route = { view: 'console' } | { view: 'invitation'; token: string };

/** Where the address after the hash leads. Lives as long as its page. */
export function createRoute(page: Window): ReadonlySignal<Route> {
  const route = signal(routeOf(page.location.hash));
  page.addEventListener('hashchange', () => {
    route.value = routeOf(page.location.hash);
  });
  return route;
}

export function routeOf(hash: string): Route {
  const [, token] = /^#invite\/([\w-]+)$/.exec(hash) ?? [];
  return token ? { view: 'invitation', token } : { view: 'console' };
}
