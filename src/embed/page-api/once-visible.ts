/** Calls once the element has come into view; where nobody can tell, at once. */
export function whenInView(element: Element, call: () => void, life: AbortSignal): void {
  if (!('IntersectionObserver' in window)) return call();
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    watcher.disconnect();
    call();
  });
  watcher.observe(element);
  life.addEventListener('abort', () => watcher.disconnect());
}
