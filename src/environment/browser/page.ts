import type { Page } from '../environment.ts';

/** The browser's page. */
export const browserPage: Page = {
  isVisible: () => document.visibilityState !== 'hidden',
  onVisibility: (listener) => on(document, 'visibilitychange', () => listener(browserPage.isVisible())),
  onWake(listener) {
    const stops = [
      on(window, 'online', listener),
      // The first pageshow is the page's own load.
      on(window, 'pageshow', (event) => 'persisted' in event && event.persisted && listener()),
      on(document, 'resume', listener),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  },
  onOffline: (listener) => on(window, 'offline', listener),
  onHide: (listener) => on(window, 'pagehide', (event) => listener('persisted' in event && event.persisted === true)),
};

function on(target: EventTarget, type: string, listener: (event: Event) => void): () => void {
  target.addEventListener(type, listener);
  return () => target.removeEventListener(type, listener);
}
