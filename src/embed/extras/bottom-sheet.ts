import type { ReadonlySignal } from '@preact/signals';
import { NARROW_SCREEN_QUERY } from '../widget/extras-context.ts';

/** Chromium's `CloseWatcher`, which TypeScript's library lacks in part. */
type CloseWatcherLike = { onclose: (() => void) | null; destroy(): void };

/**
 * Makes a modal of a panel that covers a small screen: it has `aria-modal`, Tab stays in it, the back gesture closes it
 * without an entry in the history, and it ends where the keyboard begins. The page's own elements stay unchanged: `inert` on
 * them would leave a trace, and the top layer would lose the site's z-index. Returns a function that stops it.
 */
export function createBottomSheet(
  panel: HTMLElement,
  isOpenNow: ReadonlySignal<boolean>,
  close: () => void,
): () => void {
  const narrowScreen = matchMedia(NARROW_SCREEN_QUERY);
  const viewport = window.visualViewport;
  let isOpen = false;
  let watcher: CloseWatcherLike | undefined;

  function update(): void {
    const isSheet = isOpen && narrowScreen.matches;
    panel.ariaModal = isSheet ? 'true' : null;
    if (isSheet) watch();
    else watcher?.destroy();
    if (!isSheet) watcher = undefined;
    fitAboveKeyboard();
  }

  function watch(): void {
    if (watcher || !('CloseWatcher' in window)) return;
    watcher = new (window.CloseWatcher as new () => CloseWatcherLike)();
    watcher.onclose = () => {
      watcher = undefined;
      close();
      // Instead of closing, the panel may have asked the visitor first.
      update();
    };
  }

  /** Only while a field has the focus: otherwise a pinch or a hiding browser bar would pass for a keyboard. */
  function fitAboveKeyboard(): void {
    const isFit = panel.ariaModal && viewport?.scale === 1 && panel.querySelector(':is(input, textarea):focus');
    // Read both before writing either: half fitted, the panel is as high as its content, and loses its scroll position.
    const [inset, blockSize] = isFit ? [`${viewport.offsetTop}px 0 auto`, `${viewport.height}px`] : ['', ''];
    Object.assign(panel.style, { inset, blockSize });
  }

  function onKey(event: KeyboardEvent): void {
    if (!panel.ariaModal) return;
    // The panel itself handles Esc: the close watcher must not close once more.
    if (event.key === 'Escape') event.preventDefault();
    if (event.key !== 'Tab') return;
    const stops = [...panel.querySelectorAll<HTMLElement>('a, button, input, textarea, select, [tabindex="0"]')].filter(
      (one) => one.checkVisibility() && one.tabIndex >= 0,
    );
    const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    if (!from?.matches(':focus')) return;
    event.preventDefault();
    to?.focus();
  }

  narrowScreen.onchange = update;
  panel.addEventListener('keydown', onKey, true);
  for (const type of ['focusin', 'focusout']) panel.addEventListener(type, fitAfterFocus);
  for (const type of ['resize', 'scroll']) viewport?.addEventListener(type, fitAboveKeyboard);

  /** Waits until the focus has moved. */
  function fitAfterFocus(): void {
    queueMicrotask(fitAboveKeyboard);
  }

  const unsubscribe = isOpenNow.subscribe((open) => {
    isOpen = open;
    update();
  });

  return () => {
    unsubscribe();
    narrowScreen.onchange = null;
    watcher?.destroy();
    panel.removeEventListener('keydown', onKey, true);
    for (const type of ['focusin', 'focusout']) panel.removeEventListener(type, fitAfterFocus);
    for (const type of ['resize', 'scroll']) viewport?.removeEventListener(type, fitAboveKeyboard);
  };
}
