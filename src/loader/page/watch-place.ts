/** Time enough for a page that only moves things about. */
export const graceMs = 1_000;

/**
 * Keeps our element on a page that replaces all of itself. An element that somebody took out, and does not bring back, is
 * told as lost.
 */
export function watchPlace(element: HTMLElement, life: AbortSignal, onLost: () => void): void {
  const watcher = new MutationObserver(look);
  life.addEventListener('abort', () => watcher.disconnect());

  function observe(): void {
    for (const place of [document, document.documentElement]) watcher.observe(place, { childList: true });
  }

  function look(): void {
    if (element.isConnected) return;
    // It still hangs where it hung: what went is the whole page around it.
    if (element.parentNode) document.documentElement.append(element);
    else setTimeout(() => element.isConnected || life.aborted || onLost(), graceMs);
    observe();
  }

  observe();
  // It may have happened before anybody watched.
  look();
}
