import type { ReadonlySignal } from '@preact/signals';
import { narrow } from '../widget/narrow-screen.ts';

/** Chromium's; TypeScript's library does not know it everywhere. */
type Watcher = { onclose: (() => void) | null; destroy(): void };

/**
 * Where the panel covers a small screen it is a modal: it says so, Tab stays in it, the back gesture closes it without
 * an entry in the history, and it ends where the keyboard begins. The page's own elements are left alone: `inert` on
 * them would be a trace, and the top layer would lose the site's z-index.
 */
export function keepSheet(panel: HTMLElement, isOpenNow: ReadonlySignal<boolean>, close: () => void): () => void {
  const sheet = matchMedia(narrow);
  const viewport = window.visualViewport;
  let isOpen = false;
  let watcher: Watcher | undefined;

  function update(): void {
    const isSheet = isOpen && sheet.matches;
    panel.ariaModal = isSheet ? 'true' : null;
    if (isSheet) watch();
    else watcher?.destroy();
    if (!isSheet) watcher = undefined;
    fitAboveKeyboard();
  }

  function watch(): void {
    if (watcher || !('CloseWatcher' in window)) return;
    watcher = new (window.CloseWatcher as new () => Watcher)();
    watcher.onclose = () => {
      watcher = undefined;
      close();
      // The visitor may have been asked first.
      update();
    };
  }

  /** Only while something is written here, or a pinch or a bar that hides would pass for a keyboard. */
  function fitAboveKeyboard(): void {
    const isFit = panel.ariaModal && viewport?.scale === 1 && panel.querySelector(':is(input, textarea):focus');
    // Read before anything is written: half fitted, the panel is as high as its content, and forgets how far it is scrolled.
    const [inset, blockSize] = isFit ? [`${viewport.offsetTop}px 0 auto`, `${viewport.height}px`] : ['', ''];
    Object.assign(panel.style, { inset, blockSize });
  }

  function onKey(event: KeyboardEvent): void {
    if (!panel.ariaModal) return;
    // The panel's own handling closes on Esc: not once more.
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

  sheet.onchange = update;
  panel.addEventListener('keydown', onKey, true);
  for (const type of ['focusin', 'focusout']) panel.addEventListener(type, later);
  for (const type of ['resize', 'scroll']) viewport?.addEventListener(type, fitAboveKeyboard);

  /** When the focus has arrived. */
  function later(): void {
    queueMicrotask(fitAboveKeyboard);
  }

  const unsubscribe = isOpenNow.subscribe((open) => {
    isOpen = open;
    update();
  });

  return () => {
    unsubscribe();
    sheet.onchange = null;
    watcher?.destroy();
    panel.removeEventListener('keydown', onKey, true);
    for (const type of ['focusin', 'focusout']) panel.removeEventListener(type, later);
    for (const type of ['resize', 'scroll']) viewport?.removeEventListener(type, fitAboveKeyboard);
  };
}
