import type { WidgetHandle, WidgetOptions } from '../embed/chat-handle.ts';
import { compose } from './compose.ts';
import { readConfig } from './config.ts';
import { mountChat } from './mount.tsx';
import frameCss from './styles/frame.css?inline';
import { tellPage } from './tell-page.ts';

/** Brings the launcher's panel to life. Throws only what the loader tells the visitor. */
export function mountWidget(options: WidgetOptions): WidgetHandle {
  const { element, settings, scriptOrigin } = options;
  const missing = ['organization-id', 'deployment-id', 'queue'].find((name) => !settings[camel(name)]);
  if (missing) throw new Error(`the tag has no data-${missing}`);
  // Destroyed, or taken out by the page, while this was fetched.
  if (!element.isConnected) throw new Error('the chat was taken off the page');
  const frame = new CSSStyleSheet();
  frame.replaceSync(frameCss);
  element.shadowRoot?.adoptedStyleSheets.push(frame);
  const pageLocale = () => document.documentElement.lang || navigator.language;
  const read = () => readConfig(settings, scriptOrigin, pageLocale());
  const config = read();
  const mayBeSent = (text: string) => tellPage(element, 'before-send', { text });
  const { onHide, update, authorize, ...parts } = compose(config, options.load, mayBeSent);
  const stop = onHide(() => {
    if (config.storage === 'none' || config.endOn.includes('leave')) parts.store.end({ keepalive: true });
  });
  const handle = mountChat({
    options,
    config,
    ...parts,
    complain: (fact) => console.error('Porchlight:', fact),
  });
  return {
    ...handle,
    store: parts.store,
    authorize,
    update() {
      const next = read();
      update(next);
      handle.update(next);
    },
    dispose() {
      stop();
      handle.dispose();
    },
  };
}

const camel = (name: string) => name.replace('-i', 'I');
