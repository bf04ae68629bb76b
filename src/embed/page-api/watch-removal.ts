/** Time enough for a page that only moves things about. */
export const graceMs = 1_000;

/**
 * Keeps our element on a page that replaces all of itself. An element that somebody took out, and does not bring back, is
 * told as lost.
 */
export function watchPlace(element: HTMLElement, life: AbortSignal, onLost: () => void): void {
  const watcher = new MutationObserver(look);
  life.addEventListener('abort', () => watcher.disconnect());

  /** None while a page that has taken it out has put no other in. */
  const root = (): Element | null => document.documentElement;

  function observe(): void {
    for (const place of [document, root()]) if (place) watcher.observe(place, { childList: true });
  }

  function look(): void {
    if (element.isConnected) return;
    // It still hangs where it hung: what went is the whole page around it.
    if (element.parentNode) root()?.append(element);
    else setTimeout(() => element.isConnected || life.aborted || onLost(), graceMs);
    observe();
  }

  observe();
  // It may have happened before anybody watched.
  look();
}
