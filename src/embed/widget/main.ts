import type { WidgetHandle, WidgetOptions } from '../contract/widget-api.ts';
import { chooseLocale } from './choose-locale.ts';
import { compose } from './compose.ts';
import { readConfig } from './config.ts';
import { tellPage } from './dispatch-host-event.ts';
import { mountChat } from './mount.tsx';
import frameCss from './styles/frame.css?inline';
import { createTranslations } from './translations.ts';

/** Brings the launcher's panel to life. Throws only what the loader tells the visitor. */
export function mount(options: WidgetOptions): WidgetHandle {
  const { element, settings, origin, panel, takesFocus = false } = options;
  const isWanted = !panel.hidden;
  const missing = ['organization-id', 'deployment-id', 'queue'].find((name) => !settings[camel(name)]);
  if (missing) throw new Error(`the tag has no data-${missing}`);
  // Destroyed, or taken out by the page, while this was fetched.
  if (!element.isConnected) throw new Error('the chat was taken off the page');
  const frame = new CSSStyleSheet();
  frame.replaceSync(frameCss);
  element.shadowRoot?.adoptedStyleSheets.push(frame);
  const config = readConfig(settings, origin, choose());
  const mayBeSent = (text: string) => tellPage(element, 'before-send', { text });
  const { onHide, update, authorize, ...parts } = compose(config, options.loadChunk, mayBeSent);
  const translations = createTranslations({ after: parts.after, complain });
  const stop = onHide(() => {
    if (config.storage === 'none' || config.endOn.includes('leave')) parts.store.end({ keepalive: true });
  });
  const handle = mountChat({
    options,
    config,
    ...parts,
    complain,
  });

  function choose() {
    return chooseLocale(settings.locale, [document.documentElement.lang, ...navigator.languages]);
  }

  function read() {
    const choice = choose();
    return readConfig(settings, origin, choice, translations.of(choice.language));
  }

  let isOver = false;

  /** Draws what the tag says, in its language. */
  function speak() {
    const { language } = choose();
    translations.prepare(language, () => {
      // Meanwhile another one may have been asked for, or the chat destroyed.
      if (!isOver && choose().language === language) handle.update(read());
    });
  }

  speak();
  if (isWanted) handle.open(takesFocus);
  return {
    ...handle,
    store: parts.store,
    connection: parts.connection,
    authorize,
    update() {
      update(read());
      speak();
    },
    dispose() {
      stop();
      isOver = true;
      handle.dispose();
    },
  };
}

const complain = (fact: unknown) => console.error('Porchlight:', fact);

const camel = (name: string) => name.replace('-i', 'I');
