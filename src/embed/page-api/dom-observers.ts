/** How long an element may be off the page before it counts as removed: pages move things about. */
export const removalGraceMs = 1_000;

/** Calls once the element has come into view; at once in a browser that cannot observe that. */
export function onceVisible(element: Element, onVisible: () => void, signal: AbortSignal): void {
  if (!('IntersectionObserver' in window)) return onVisible();
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    onVisible();
  });
  observer.observe(element);
  signal.addEventListener('abort', () => observer.disconnect());
}

/**
 * Calls whenever the page's address may have changed. Where there is no Navigation API, a bare `history.pushState` goes
 * unnoticed until the page is focused or clicked: `history` itself is never patched.
 */
export function onUrlChange(onChange: () => void, signal: AbortSignal): void {
  const navigation: EventTarget | undefined = Reflect.get(window, 'navigation');
  navigation?.addEventListener('currententrychange', onChange, { signal });
  for (const type of ['popstate', 'hashchange', 'focus']) window.addEventListener(type, onChange, { signal });
  if (!navigation) document.addEventListener('click', onChange, { signal });
}

/**
 * Keeps our element on a page that replaces its whole document element. Calls when the page removes the element itself and
 * does not put it back within the grace time.
 */
export function onRemoved(element: HTMLElement, signal: AbortSignal, onGone: () => void): void {
  const observer = new MutationObserver(check);
  signal.addEventListener('abort', () => observer.disconnect());

  /** Null while a page that has removed its document element has put in no other. */
  const root = (): Element | null => document.documentElement;

  function observe(): void {
    for (const node of [document, root()]) if (node) observer.observe(node, { childList: true });
  }

  function check(): void {
    if (element.isConnected) return;
    // It still has its parent: what was removed is the document element around it.
    if (element.parentNode) root()?.append(element);
    else setTimeout(() => element.isConnected || signal.aborted || onGone(), removalGraceMs);
    observe();
  }

  observe();
  // It may have been removed before it was observed.
  check();
}
