/** How long each title is shown, in milliseconds. */
const blinkMs = 1500;

export type TitleFlash = {
  /** Shows `news` in turn with the page's own title until `restore`. */
  flash(news: string): void;
  restore(): void;
};

/**
 * Borrows the page's title. The element's own text is put back, not `document.title`, which is trimmed; a title that
 * the page sets meanwhile is the one that stays. A page without one gets none: nothing is added to its head.
 */
export function createTitleFlash(page: Document, after: (delayMs: number, task: () => void) => () => void): TitleFlash {
  let own = '';
  let shown: string | undefined;
  let news = '';
  let stop = () => {};
  const title = () => page.head.querySelector('title');

  function put(text: string): void {
    const element = title();
    if (element) element.textContent = text;
  }

  function takeOver(): void {
    const now = title()?.textContent ?? '';
    // The page has set another title.
    if (now !== shown) own = now;
  }

  function blink(): void {
    takeOver();
    const next = shown === news ? own : news;
    put(next);
    shown = next;
    stop = after(blinkMs, blink);
  }

  return {
    flash(sentence) {
      if (!title()) return;
      const wasFlashing = shown !== undefined;
      stop();
      if (wasFlashing) takeOver();
      else own = title()?.textContent ?? '';
      news = sentence;
      shown = own;
      put(own);
      blink();
    },
    restore() {
      stop();
      if (shown === undefined) return;
      takeOver();
      put(own);
      shown = undefined;
    },
  };
}
