/**
 * Calls whenever the page's address may have changed. Where there is no Navigation API, a bare `history.pushState` goes
 * unnoticed until the page is focused or clicked: `history` itself is never touched.
 */
export function watchAddress(look: () => void, signal: AbortSignal): void {
  const navigation: EventTarget | undefined = Reflect.get(window, 'navigation');
  navigation?.addEventListener('currententrychange', look, { signal });
  for (const type of ['popstate', 'hashchange', 'focus']) window.addEventListener(type, look, { signal });
  if (!navigation) document.addEventListener('click', look, { signal });
}
