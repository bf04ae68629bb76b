import type { WidgetHandle, WidgetOptions } from '../contract/widget-api.ts';
import { chooseLocale } from './choose-locale.ts';
import { compose } from './compose.ts';
import { endsWithPage, readConfig } from './config.ts';
import { dispatchHostEvent } from './dispatch-host-event.ts';
import { mountChat } from './mount.tsx';
import { createTranslations } from './translations.ts';

/** Mounts the chat in the launcher's panel. The loader shows a failure to the visitor. */
export function mount(options: WidgetOptions): WidgetHandle {
  const { element, settings, origin, panel, takesFocus = false } = options;
  const wasOpen = !panel.hidden;
  const missing = ['organization-id', 'deployment-id', 'queue'].find((name) => !settings[toCamelCase(name)]);
  if (missing) throw new Error(`the tag has no data-${missing}`);
  // Destroyed, or removed by the page, while this was loaded.
  if (!element.isConnected) throw new Error('the chat was taken off the page');
  let config = readConfig(settings, origin, choose());
  const mayBeSent = (text: string) => dispatchHostEvent(element, 'before-send', { text });
  const { onHide, update, authorize, ...parts } = compose(() => config, options.loadChunk, mayBeSent);
  const translations = createTranslations({ after: parts.after, logError });
  const stop = onHide(() => {
    if (endsWithPage(config)) parts.store.end({ keepalive: true });
  });
  const handle = mountChat({ options, config, ...parts, logError });
  let isDisposed = false;

  function choose() {
    return chooseLocale(settings.locale, [document.documentElement.lang, ...navigator.languages]);
  }

  function read() {
    const choice = choose();
    return readConfig(settings, origin, choice, translations.get(choice.language));
  }

  /** Draws the chat by the current attributes, once the messages of its language are there. */
  function draw() {
    const { language } = choose();
    translations.prepare(language, () => {
      // Meanwhile another language may be wanted, or the chat disposed of.
      if (isDisposed || choose().language !== language) return;
      config = read();
      handle.update(config);
    });
  }

  draw();
  if (wasOpen) handle.open(takesFocus);
  return {
    ...handle,
    store: parts.store,
    connection: parts.connection,
    authorize,
    update() {
      update(read());
      draw();
    },
    dispose() {
      stop();
      isDisposed = true;
      handle.dispose();
    },
  };
}

const logError = (error: unknown) => console.error('Porchlight:', error);

const toCamelCase = (name: string) => name.replace('-i', 'I');
